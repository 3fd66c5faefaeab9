import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { meanInterval } from './meanInterval.ts';
import { pairedPower, smallestDifference } from './smallestDifference.ts';
import { drawNormals, relativeError } from './testing.ts';

describe('pairedPower', () => {
  it.each(fixture.power)(
    'agrees with mpmath at $pairs pairs, alpha $alpha',
    ({ pairs, alpha, powerOfOne }) => {
      expect(relativeError(pairedPower(pairs, 1, alpha), powerOfOne)).toBeLessThan(1e-11);
    },
  );

  it('is alpha where there is no difference, and the same both ways', () => {
    expect(relativeError(pairedPower(7, 0, 0.03), 0.03)).toBeLessThan(1e-12);
    expect(pairedPower(7, -0.8)).toBe(pairedPower(7, 0.8));
  });

  it('is how often intervals leave out zero', () => {
    const [trials, pairs, difference] = [4000, 6, 1.2];
    const values = drawNormals('power', trials * pairs).map((value) => value + difference);
    let found = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { interval } = meanInterval(values.slice(trial * pairs, (trial + 1) * pairs));
      if (interval!.low > 0 || interval!.high < 0) found++;
    }
    const power = pairedPower(pairs, difference);
    const error = Math.sqrt((power * (1 - power)) / trials);
    expect(Math.abs(found / trials - power)).toBeLessThan(4 * error);
  });
});

describe('smallestDifference', () => {
  it.each(fixture.power)(
    'agrees with scipy.stats.nct: $pairs pairs, alpha $alpha, power $power',
    ({ pairs, alpha, power, difference }) => {
      const found = smallestDifference(pairs, 1, { alpha, power })!;
      expect(relativeError(found, difference)).toBeLessThan(1e-8); // as far as SciPy 1.10 reaches
      expect(relativeError(pairedPower(pairs, found, alpha), power)).toBeLessThan(1e-10);
    },
  );

  it('is in the unit of the deviation, and 0 where nothing varies', () => {
    expect(smallestDifference(8, 0.02)).toBeCloseTo(0.02 * smallestDifference(8, 1)!, 14);
    expect(smallestDifference(8, 0)).toBe(0);
  });

  it('reaches the few pairs and small alphas of many comparisons', () => {
    const found = smallestDifference(2, 1, { alpha: 0.005 })!;
    expect(relativeError(pairedPower(2, found, 0.005), 0.8)).toBeLessThan(1e-9);
  });

  it('is null under two pairs, and refuses a power that chance alone has', () => {
    expect(smallestDifference(1, 1)).toBeNull();
    expect(() => smallestDifference(5, 1, { power: 0.05 })).toThrow('expected above alpha');
    expect(() => smallestDifference(5, 1, { power: 1 })).toThrow('found power 1');
  });
});
