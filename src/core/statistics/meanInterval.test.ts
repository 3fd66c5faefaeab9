import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { mean, meanInterval } from './meanInterval.ts';
import { drawNormals, relativeError } from './testing.ts';

const TRIALS = 4000;

describe('meanInterval', () => {
  it.each(fixture.intervals)('agrees with NumPy and mpmath at level $level: $values', (known) => {
    const found = meanInterval(known.values, known.level);
    expect(found.count).toBe(known.values.length);
    expect(relativeError(found.mean!, known.mean)).toBeLessThan(1e-12);
    expect(relativeError(found.deviation!, known.deviation)).toBeLessThan(1e-12);
    expect(relativeError(found.interval!.low, known.low)).toBeLessThan(1e-12);
    expect(relativeError(found.interval!.high, known.high)).toBeLessThan(1e-12);
  });

  it('has no interval of one value, and nothing of none', () => {
    expect(meanInterval([0.7])).toEqual({ count: 1, mean: 0.7, deviation: null, interval: null });
    expect(meanInterval([])).toEqual({ count: 0, mean: null, deviation: null, interval: null });
  });

  it('is one point where all values are equal', () => {
    const found = meanInterval([0.1, 0.1, 0.1]);
    expect(found).toEqual({ count: 3, mean: 0.1, deviation: 0, interval: { low: 0.1, high: 0.1 } });
  });

  it.each([3, 5, 10, 30])(
    'covers 93 to 97 in 100 true means of normal values at n = %i',
    (count) => {
      const values = drawNormals(`coverage/${count}`, TRIALS * count);
      let covered = 0;
      for (let trial = 0; trial < TRIALS; trial++) {
        const { interval } = meanInterval(values.slice(trial * count, (trial + 1) * count));
        if (interval!.low <= 0 && interval!.high >= 0) covered++;
      }
      expect(covered / TRIALS).toBeGreaterThan(0.93);
      expect(covered / TRIALS).toBeLessThan(0.97);
    },
  );

  it('moves and scales with its values', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(shares, (values) => {
        const one = meanInterval(values).interval!;
        const other = meanInterval(values.map((value) => 3 - 2 * value)).interval!;
        expect(other.low).toBeCloseTo(3 - 2 * one.high, 11);
        expect(other.high).toBeCloseTo(3 - 2 * one.low, 11);
      }),
    );
  });
});

describe('mean', () => {
  it('of equal values is that value, whatever rounding does to their sum', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(50), (value, more) => {
        expect(mean(Array.from({ length: more + 1 }, () => value))).toBe(value);
      }),
    );
  });
});
