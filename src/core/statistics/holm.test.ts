import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { holm, seedsNeeded } from './holm.ts';
import { relativeError } from './testing.ts';

const families = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

describe('holm', () => {
  it.each(fixture.holm)('agrees with the closed test of every set: $ps', ({ ps, adjusted }) => {
    const found = holm(ps);
    expect(found.map((p) => p === null)).toEqual(adjusted.map((p) => p === null));
    found.forEach((p, i) => {
      if (p !== null) expect(relativeError(p, adjusted[i]!)).toBeLessThan(1e-12);
    });
  });

  it('keeps the order of the ps, never lowers one, never passes 1 or Bonferroni', () => {
    fc.assert(
      fc.property(families, (ps) => {
        const adjusted = holm(ps) as number[];
        ps.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * ps.length));
          ps.forEach((other, j) => {
            if (p <= other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
          });
        });
      }),
    );
  });

  it('counts a comparison without pairs as if its p were 1', () => {
    fc.assert(
      fc.property(families, fc.integer({ min: 1, max: 4 }), (ps, missing) => {
        const with1 = holm([...ps, ...Array.from({ length: missing }, () => 1)]);
        const withNull = holm([...ps, ...Array.from({ length: missing }, () => null)]);
        expect(withNull.slice(0, ps.length)).toEqual(with1.slice(0, ps.length));
        expect(withNull.slice(ps.length).every((p) => p === null)).toBe(true);
      }),
    );
  });

  it('says nothing of an empty family', () => expect(holm([])).toEqual([]));
});

describe('seedsNeeded', () => {
  it('is what so many comparisons need for their first step', () => {
    expect([1, 3, 5, 10, 20].map((count) => seedsNeeded(count))).toEqual([6, 7, 8, 9, 10]);
    expect(seedsNeeded(1, 0.0625)).toBe(5);
    expect(seedsNeeded(4, 0.01)).toBe(10);
  });

  it('refuses what is no family and no alpha', () => {
    expect(() => seedsNeeded(0)).toThrow('found 0 comparisons');
    expect(() => seedsNeeded(Infinity)).toThrow('found Infinity');
    expect(() => seedsNeeded(1, 0)).toThrow('alpha 0');
  });
});
