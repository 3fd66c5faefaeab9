import { expect, it } from 'vitest';
import { placeAfterKey } from './Palette.tsx';

it('walks round the list', () => {
  expect(placeAfterKey('ArrowDown', 2, 3)).toBe(0);
  expect(placeAfterKey('ArrowUp', 0, 3)).toBe(2);
  expect(placeAfterKey('PageDown', 1, 30)).toBe(9);
  expect(placeAfterKey('PageUp', 3, 30)).toBe(0);
});

it('leaves other keys to the field, and all where nothing was found', () => {
  expect(placeAfterKey('a', 0, 3)).toBeUndefined();
  expect(placeAfterKey('Home', 0, 3)).toBeUndefined();
  expect(placeAfterKey('ArrowDown', 0, 0)).toBeUndefined();
});
