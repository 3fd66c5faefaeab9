import { describe, expect, it } from 'vitest';
import { MOST_SEEDS, spreadOf } from './spread.ts';

describe('the spread over seeds', () => {
  // scipy.stats.t.interval(0.95, n - 1, loc=mean, scale=scipy.stats.sem(values)), SciPy 1.17
  it.each([
    [[0.9, 0.94], 0.92, 0.2541241],
    [[1, 2, 3, 4, 5], 3, 1.96324322],
    [[0.1, 0.4, 0.2, 0.7, 0.3, 0.9, 0.5, 0.8, 0.6, 1], 0.55, 0.21658506],
  ])('is SciPy’s for %j', (values, mean, half) => {
    const spread = spreadOf(values);
    expect(spread.mean).toBeCloseTo(mean, 12);
    expect(spread.half).toBeCloseTo(half, 6);
  });

  it('knows nothing of a single seed, and of no more than its table', () => {
    expect(spreadOf([0.5])).toEqual({ mean: 0.5, half: null });
    expect(() => spreadOf([])).toThrow('found 0 values');
    expect(() => spreadOf(Array<number>(MOST_SEEDS + 1).fill(1))).toThrow('expected 1 to 10');
  });
});
