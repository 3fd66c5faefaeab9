import { describe, expect, it } from 'vitest';
import { verdictsText, imageText, judge, placeAfterKey, shortName } from './testGrid.ts';

const names = ['0', '1', '2'];

it('puts wrong images first and keeps the fixed order otherwise', () => {
  const judged = judge(Uint8Array.of(0, 1, 2, 0), Uint8Array.of(0, 2, 2, 1));
  expect(judged.map((image) => image.index)).toEqual([1, 3, 0, 2]);
  expect(verdictsText(judged)).toBe('2 of 4 wrong');
});

it('judges nothing before there are predictions', () => {
  const judged = judge(Uint8Array.of(2, 1), null);
  expect(judged.map((image) => image.index)).toEqual([0, 1]);
  expect(verdictsText(judged)).toBe('2 test images');
  expect(imageText(judged[0]!, names)).toBe('Test image 1, “2”');
});

it('names an image with its class and what it was taken for', () => {
  const [wrong, right] = judge(Uint8Array.of(0, 1), Uint8Array.of(2, 1));
  expect(imageText(wrong!, names)).toBe('Test image 1, “0”, taken for “2”');
  expect(imageText(right!, names)).toBe('Test image 2, “1”, right');
  expect(imageText(wrong!, ['top left', 'top centre', 'bottom right'])).toBe(
    'Test image 1, “top left”, taken for “bottom right”, BR',
  );
});

it('shortens long class names', () => {
  expect(shortName('7')).toBe('7');
  expect(shortName('automobile')).toBe('aut.');
  expect(shortName('top left')).toBe('TL');
});

describe('keys', () => {
  const at = { from: 5, columns: 4, count: 10 };
  it.each([
    ['ArrowRight', 6],
    ['ArrowLeft', 4],
    ['ArrowDown', 9],
    ['ArrowUp', 1],
    ['Home', 0],
    ['End', 9],
    ['a', 5],
  ])('%s', (key, place) => expect(placeAfterKey(key, at)).toBe(place));
  it('stay inside the grid', () => {
    expect(placeAfterKey('ArrowDown', { ...at, from: 8 })).toBe(8);
    expect(placeAfterKey('ArrowLeft', { ...at, from: 0 })).toBe(0);
  });
});

it('keeps an older order while the verdicts are new', () => {
  const old = judge(Uint8Array.of(0, 1, 2), Uint8Array.of(0, 0, 2));
  const images = judge(Uint8Array.of(0, 1, 2), Uint8Array.of(1, 1, 2), Uint8Array.of(0, 0, 2));
  expect(images.map(({ index }) => index)).toEqual(old.map(({ index }) => index));
  expect(images.map(({ isWrong }) => isWrong)).toEqual([false, true, false]);
});
