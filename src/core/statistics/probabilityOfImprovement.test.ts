import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import {
  meanProbabilityOfImprovement,
  probabilityOfImprovement,
} from './probabilityOfImprovement.ts';
import { relativeError } from './testing.ts';

const runs = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 9 });

describe('probabilityOfImprovement', () => {
  it.each(fixture.improvement)('agrees with mannwhitneyu: $a, $b', ({ a, b, probability }) => {
    expect(relativeError(probabilityOfImprovement(a, b)!, probability)).toBeLessThan(1e-12);
  });

  it('is the rest of 1 for the other arm, and one half against itself', () => {
    fc.assert(
      fc.property(runs, runs, (a, b) => {
        const both = probabilityOfImprovement(a, b)! + probabilityOfImprovement(b, a)!;
        expect(both).toBeCloseTo(1, 14);
        expect(probabilityOfImprovement(a, a)).toBe(0.5);
      }),
    );
  });

  it('is null where one has no runs', () => {
    expect(probabilityOfImprovement([], [1])).toBeNull();
    expect(probabilityOfImprovement([1], [])).toBeNull();
  });
});

describe('meanProbabilityOfImprovement', () => {
  it('gives every task the same weight, however many its runs', () => {
    const sure = { a: [2], b: [1] };
    const even = { a: [1, 2, 3], b: [1, 2, 3] };
    expect(meanProbabilityOfImprovement([sure, even])).toBe(0.75);
  });

  it('is null without tasks and where a task lacks runs', () => {
    expect(meanProbabilityOfImprovement([])).toBeNull();
    expect(
      meanProbabilityOfImprovement([
        { a: [2], b: [1] },
        { a: [], b: [1] },
      ]),
    ).toBeNull();
  });
});
