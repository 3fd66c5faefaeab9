import { expect, it } from 'vitest';
import { smoothed } from './smoothing.ts';

it('is the weighted mean of all values so far, written out', () => {
  const values = [3, 1, 4, 1, 5];
  const weight = 0.6;
  const means = values.map((_, end) => {
    const seen = values.slice(0, end + 1);
    const shares = seen.map((_, place) => weight ** (end - place));
    const total = shares.reduce((a, b) => a + b);
    return seen.reduce((sum, value, place) => sum + value * shares[place]!, 0) / total;
  });
  smoothed(values, weight).forEach((value, index) => expect(value).toBeCloseTo(means[index]!, 12));
});

it('keeps a constant, from its first value on', () => {
  for (const value of smoothed([7, 7, 7, 7], 0.99)) expect(value).toBeCloseTo(7, 12);
});

it('changes nothing with a weight of 0', () => {
  const values = [1, null, NaN, 2];
  expect(smoothed(values, 0)).toBe(values);
});

it('passes over what is missing or not finite', () => {
  const [a, b, c, d] = smoothed([2, null, Infinity, 4], 0.5);
  expect([a, b, c]).toEqual([2, null, null]);
  expect(d).toBeCloseTo((2 * 0.5 + 4) / 1.5, 12);
});
