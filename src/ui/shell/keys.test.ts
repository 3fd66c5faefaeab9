import { expect, it } from 'vitest';
import { actionOfKey } from './keys.ts';

const press = (key: string, tag = 'BODY', type = '', role: string | null = null) =>
  actionOfKey({ key, hasModifier: false, target: { tag, type, role } });

it('knows three keys', () => {
  expect(press(' ')).toBe('main');
  expect(press('.')).toBe('step');
  expect(press('?')).toBe('help');
  expect(press('x')).toBeUndefined();
});

it('leaves keys to what is typed into', () => {
  for (const key of [' ', '.', '?']) {
    expect(press(key, 'INPUT', 'number')).toBeUndefined();
    expect(press(key, 'TEXTAREA')).toBeUndefined();
  }
});

it('leaves Space to the control that has the focus, and no other key', () => {
  expect(press(' ', 'BUTTON')).toBeUndefined();
  expect(press(' ', 'LI', '', 'option')).toBeUndefined();
  expect(press(' ', 'INPUT', 'range')).toBeUndefined();
  expect(press('.', 'BUTTON')).toBe('step');
});

it('leaves combinations to the browser', () => {
  const target = { tag: 'BODY', type: '', role: null };
  expect(actionOfKey({ key: '.', hasModifier: true, target })).toBeUndefined();
});
