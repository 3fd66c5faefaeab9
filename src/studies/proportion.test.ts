import { describe, expect, it } from 'vitest';
import { chanceDifference, wilsonInterval } from './proportion.ts';

describe('the Wilson interval', () => {
  // scipy.stats.binomtest(k, n).proportion_ci(method='wilson'), SciPy 1.10.1
  it.each([
    [9, 10, 0.59585, 0.982124],
    [0, 20, 0.0, 0.161125],
    [2000, 2000, 0.998083, 1.0],
    [1924, 2000, 0.952696, 0.969532],
    [222, 2000, 0.097972, 0.12552],
    [1, 3, 0.061492, 0.79234],
  ])('of %i of %i is %f to %f', (right, count, low, high) => {
    const interval = wilsonInterval(right / count, count);
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });
});

describe('what test images leave open between two models', () => {
  // Newcombe 1998, table II, method 10: 56/70 against 48/80 differ by 0.2 (0.0524 to 0.3339).
  it('is the half of Newcombe’s interval that faces no difference', () => {
    const width = chanceDifference({ share: 56 / 70, count: 70 }, { share: 48 / 80, count: 80 });
    expect(0.2 - width).toBeCloseTo(0.0524, 4);
  });
  it('does not depend on the order', () => {
    const a = { share: 0.9, count: 200 };
    const b = { share: 0.8, count: 200 };
    expect(chanceDifference(a, b)).toBe(chanceDifference(b, a));
  });
});
