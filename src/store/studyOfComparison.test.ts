import { describe, expect, it } from 'vitest';
import { holm } from '../core/statistics/holm.ts';
import { smallestP } from '../core/statistics/signFlip.ts';
import { comparisons } from '../studies/comparisons/index.ts';
import { planOverSeeds } from './studyOfComparison.ts';

describe.each(comparisons.map((comparison) => [comparison.id, comparison] as const))(
  '%s over seeds',
  (_, comparison) => {
    const plan = planOverSeeds(comparison);

    it('has enough seeds for its smallest p, and not one more', () => {
      const first = (seeds: number) => holm(plan.comparisons.map(() => smallestP(seeds)))[0]!;
      expect(first(plan.seeds.length)).toBeLessThanOrEqual(0.05);
      expect(first(plan.seeds.length - 1)).toBeGreaterThan(0.05);
    });

    it('has the arms of the comparison', () => {
      const labels = [...new Set(comparison.arms.map(({ label }) => label))];
      expect(plan.arms.map(({ label }) => label)).toEqual(labels);
    });
  },
);
