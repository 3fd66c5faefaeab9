import { expect, it } from 'vitest';
import { fixedCommands } from './commands.ts';
import { keyOf, keyText } from './keys.ts';

const press = (key: string, tag = 'BODY', type = '', role: string | null = null) =>
  keyOf({ key, hasMod: false, hasModifier: false, target: { tag, type, role } });
const pressWithMod = (key: string, tag = 'BODY', type = '') =>
  keyOf({ key, hasMod: true, hasModifier: true, target: { tag, type, role: null } });

it('knows three plain keys', () => {
  expect(press(' ')).toBe('Space');
  expect(press('.')).toBe('.');
  expect(press('?')).toBe('?');
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
  expect(press('.', 'BUTTON')).toBe('.');
});

it('leaves combinations to the browser, but for the one that writes nothing', () => {
  expect(pressWithMod('.')).toBeUndefined();
  expect(pressWithMod('k')).toBe('Mod+K');
  expect(pressWithMod('K', 'INPUT', 'text')).toBe('Mod+K');
  const target = { tag: 'BODY', type: '', role: null };
  expect(keyOf({ key: 'k', hasMod: false, hasModifier: true, target })).toBeUndefined();
});

it('prints keys as they stand on the keyboard', () => {
  expect([keyText('Mod+K', false), keyText('Mod+K', true)]).toEqual(['Ctrl K', '⌘ K']);
  expect(keyText('Space', true)).toBe('Space');
});

it('gives no key to two commands', () => {
  const keys = fixedCommands.flatMap(({ key }) => (key ? [key] : []));
  expect(keys.toSorted()).toEqual(['.', '?', 'Mod+K', 'Space']);
});
