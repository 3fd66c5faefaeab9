import { describe, expect, it } from 'vitest';
import { pairedPower } from '../../core/statistics/smallestDifference.ts';
import { ASSUMED_DEVIATION, detectable, detectableText, pooledDeviation } from './detectable.ts';
import { readPlan } from './readPlan.ts';
import { typedPlan } from './testing.ts';

const seedsTo = (count: number) => Array.from({ length: count }, (_, place) => place + 1);
const planWith = (seeds: number, comparisons = 1) => ({
  seeds: seedsTo(seeds),
  comparisons: Array(comparisons).fill({ a: 'a', b: 'b', at: 'mean' }),
});

describe('what a plan could find', () => {
  it('is nothing with too few seeds, and how many it takes depends on the comparisons', () => {
    expect(detectable(planWith(5)).seedsNeeded).toBe(6);
    expect(detectable(planWith(5, 5)).seedsNeeded).toBe(8);
    expect(detectableText(detectable(planWith(5)))).toBe(
      'With 5 seeds and one comparison no result could be called significant; it takes 6.',
    );
  });
  it('is a difference that a test at Holm’s first step finds in four of five studies', () => {
    for (const comparisons of [1, 4]) {
      const { difference, deviation } = detectable(planWith(10, comparisons));
      const power = pairedPower(10, difference! / deviation, 0.05 / comparisons);
      expect(power).toBeCloseTo(0.8, 9);
    }
  });
  it('grows finer with seeds, and coarser with comparisons and scatter', () => {
    const difference = (seeds: number, comparisons = 1, deviation?: number) =>
      detectable(planWith(seeds, comparisons), deviation).difference!;
    expect(difference(20)).toBeLessThan(difference(10));
    expect(difference(10, 4)).toBeGreaterThan(difference(10));
    expect(difference(10, 1, 2 * ASSUMED_DEVIATION)).toBeCloseTo(2 * difference(10), 12);
  });
  it('says what it assumes, or that runs have shown it', () => {
    expect(detectableText(detectable(planWith(10)))).toMatch(
      /With 10 seeds and one comparison a true difference of 1\.4 points.*1\.4 points over seeds, an assumption/,
    );
    expect(detectableText(detectable(planWith(10), 0.02))).toMatch(/over the seeds so far/);
  });
  it('is nothing without comparisons or with one seed', () => {
    const alone = readPlan({ ...typedPlan, arms: typedPlan.arms.slice(0, 1) });
    expect(detectable(alone)).toMatchObject({ seedsNeeded: null, difference: null });
    expect(detectableText(detectable(alone))).toMatch(/nothing is tested/);
    expect(detectable(planWith(1)).difference).toBeNull();
  });
});

it('the scatter of several comparisons is pooled about their own means', () => {
  const first = { differences: [0.01, 0.03] };
  const second = { differences: [0.5, 0.5, 0.53] };
  // 2 · 0.01² and 2 · 0.01² + 0.02², over 1 + 2 degrees of freedom.
  expect(pooledDeviation([first, second, { differences: [0.9] }])).toBeCloseTo(
    Math.sqrt((0.0002 + 0.0006) / 3),
    12,
  );
  expect(pooledDeviation([{ differences: [0.1] }])).toBeUndefined();
});
