import { expect, it } from 'vitest';
import { guessOf, guessText, probabilitiesOf, swapped } from './strip.ts';

const answer = { probabilities: Float32Array.from([0.9, 0.1, 0.25, 0.75]) };
const nameOf = (label: number) => ['no', 'yes'][label]!;

it('finds the probabilities of one image', () => {
  expect([...probabilitiesOf(answer, 1, 2)!]).toEqual([0.25, 0.75]);
  expect(probabilitiesOf(answer, 0, 3)).toBeNull();
  expect(probabilitiesOf({ reason: 'gone' }, 0, 2)).toBeNull();
  expect(probabilitiesOf(undefined, 0, 2)).toBeNull();
});

it('says what an image is taken for, and how sure a run is of the truth', () => {
  const wrong = guessOf([0.25, 0.75], 0);
  expect(wrong).toEqual({ guess: 1, isRight: false, share: 0.25 });
  expect(guessText(wrong, { label: 0, nameOf })).toBe('“yes”, wrong; 25 % for “no”');
  const unknown = guessOf([0.25, 0.75], null);
  expect(unknown).toEqual({ guess: 1, isRight: null, share: 0.75 });
  expect(guessText(unknown, { label: null, nameOf })).toBe('“yes”; 75 % for “yes”');
  expect(guessText(guessOf([NaN, NaN], 0), { label: 0, nameOf })).toContain('no number');
});

it('swaps an image in, and never shows one twice', () => {
  expect(swapped([0, 1, 2], 1, 9)).toEqual([0, 9, 2]);
  expect(swapped([0, 1, 2], 0, 2)).toEqual([2, 1, 0]);
});
