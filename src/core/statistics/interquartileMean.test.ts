import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { interquartileMean } from './interquartileMean.ts';
import { relativeError } from './testing.ts';

const shares = (minLength: number) =>
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength, maxLength: 40 });

describe('interquartileMean', () => {
  it.each(fixture.interquartile)('agrees with trim_mean: $values', ({ values, mean }) => {
    expect(relativeError(interquartileMean(values)!, mean)).toBeLessThan(1e-12);
  });

  it('knows neither the order nor how far out the outer quarters lie', () => {
    fc.assert(
      fc.property(shares(4), (values) => {
        const found = interquartileMean(values)!;
        expect(interquartileMean(values.toReversed())).toBe(found);
        const sorted = values.toSorted((a, b) => a - b);
        sorted[0] = -1000;
        sorted[sorted.length - 1] = 1000;
        expect(interquartileMean(sorted)).toBe(found);
      }),
    );
  });

  it('lies within the middle half, and leaves its values as they were', () => {
    fc.assert(
      fc.property(shares(1), (values) => {
        const before = [...values];
        const found = interquartileMean(values)!;
        expect(values).toEqual(before);
        const sorted = values.toSorted((a, b) => a - b);
        const cut = Math.floor(values.length / 4);
        expect(found).toBeGreaterThanOrEqual(sorted[cut]! - 1e-15);
        expect(found).toBeLessThanOrEqual(sorted[values.length - 1 - cut]! + 1e-15);
      }),
    );
  });

  it('is null without values', () => expect(interquartileMean([])).toBeNull());
});
