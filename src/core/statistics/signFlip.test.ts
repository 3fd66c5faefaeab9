import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/statistics.json' with { type: 'json' };
import { EXACT_UP_TO, signFlip, smallestP } from './signFlip.ts';
import { drawNormals, relativeError } from './testing.ts';

/** Every sign vector, one by one. */
function countedP(differences: readonly number[]): number {
  const total = 2 ** differences.length;
  const sum = (signs: number) =>
    differences.reduce((all, size, i) => all + ((signs >> i) & 1 ? -size : size), 0);
  const found = Math.abs(sum(0)) - 1e-9;
  let reached = 0;
  for (let signs = 0; signs < total; signs++) if (Math.abs(sum(signs)) >= found) reached++;
  return reached / total;
}

const images = (maxLength: number) =>
  fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength });

describe('signFlip', () => {
  it.each(fixture.signFlips)('agrees with counting in whole images: $differences', (known) => {
    expect(relativeError(signFlip(known.differences)!, known.p)).toBeLessThan(1e-12);
  });

  it('counts what looking at every sign vector counts, ties and zeros among them', () => {
    fc.assert(
      fc.property(images(11), (counts) => {
        expect(signFlip(counts.map((count) => count / 10_000))).toBe(countedP(counts));
      }),
    );
  });

  it('knows neither the order, nor the unit, nor which arm came first', () => {
    fc.assert(
      fc.property(images(25), fc.infiniteStream(fc.nat()), (counts, keys) => {
        const p = signFlip(counts);
        const keyed = counts.map((count) => ({ count, key: keys.next().value as number }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ count }) => count);
        expect(signFlip(shuffled)).toBe(p);
        expect(signFlip(counts.map((count) => -count / 7919))).toBe(p);
      }),
    );
  });

  it('gives the smallest p where all are of one sign, and a larger one where any is not', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.nat(), (counts, at) => {
        expect(signFlip(counts)).toBe(smallestP(counts.length));
        const flipped = counts.map((count, i) => (i === at % counts.length ? -count : count));
        expect(signFlip(flipped)).toBeGreaterThan(smallestP(counts.length));
      }),
    );
  });

  it('is 1 without a difference, where all are 0 and where they cancel; null without any', () => {
    expect(signFlip([0.2])).toBe(1);
    expect(signFlip([0, 0, 0])).toBe(1);
    expect(signFlip([0.3 - 0.2, 0.2 - 0.3, 0.8 - 0.7, 0.7 - 0.8])).toBe(1);
    expect(signFlip([])).toBeNull();
  });

  it('rejects true nulls as often as it says', () => {
    const [trials, count] = [2000, 8];
    const values = drawNormals('signFlip/null', trials * count);
    let rejected = 0;
    for (let trial = 0; trial < trials; trial++) {
      if (signFlip(values.slice(trial * count, (trial + 1) * count))! <= 12 / 256) rejected++;
    }
    // 12 of 256 vectors are this far out; four standard errors of a binomial share.
    const error = Math.sqrt(((12 / 256) * (244 / 256)) / trials);
    expect(Math.abs(rejected / trials - 12 / 256)).toBeLessThan(4 * error);
  });
});

describe('signFlip beyond its exact range', () => {
  const values = drawNormals('signFlip/drawn', 40).map((value) => value + 0.5);

  it('comes near what counting says, draws by its seed, and never gives 0', () => {
    // A value of 0 changes nothing: both signs give the same sum.
    const exact = signFlip(values.slice(0, EXACT_UP_TO))!;
    const padded = [...values.slice(0, EXACT_UP_TO), ...Array.from({ length: 5 }, () => 0)];
    const drawn = signFlip(padded)!;
    expect(exact).toBeGreaterThan(0.001);
    expect(exact).toBeLessThan(0.5);
    expect(Math.abs(drawn - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 100_000));
    expect(drawn).not.toBe(exact);
    expect(signFlip(padded, { seed: 1 })).toBe(drawn);
    expect(signFlip(padded, { seed: 2 })).not.toBe(drawn);
    expect(signFlip(values.map(Math.abs), { replications: 999 })).toBe(1 / 1000);
  });

  it('flips signs beyond the first 32 as well', () => {
    const last = [...Array.from({ length: 33 }, () => 0), 1, 1];
    expect(signFlip(last)).toBeCloseTo(0.5, 2);
  });
});

describe('smallestP', () => {
  it('is two of all sign vectors', () => {
    expect([0, 1, 5, 6, 8, 10].map(smallestP)).toEqual([1, 1, 0.0625, 0.03125, 2 ** -7, 2 ** -9]);
  });
});
