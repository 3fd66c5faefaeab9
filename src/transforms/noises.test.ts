/** What is random, by its moments and counts; fixed seeds, so these never fail by chance. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../core/random.ts';
import { drawPoisson } from './imaging/poisson.ts';
import { applyTransforms } from './index.ts';

const random = createRandom(5);
const square = { height: 64, width: 64, channels: 1 };
const grey = (level: number) => new Float32Array(2 * 4096).fill(level);

function momentsOf(values: ArrayLike<number>) {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  return { mean, variance };
}

describe('Gaussian noise', () => {
  it('has the deviation asked for, another for each image', () => {
    const choices = [{ id: 'noise', options: { deviation: 0.1 } }];
    const noisy = applyTransforms(grey(0.5), square, choices, random);
    const { mean, variance } = momentsOf(noisy);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2);
    expect(noisy.slice(0, 4096)).not.toEqual(noisy.slice(4096));
  });
});

describe('shot noise', () => {
  it.each([
    [0.2, 0.02],
    [0.3, 1 / 300],
    [0.1, 1 / 3],
  ])(
    'of grey %f at strength %f has the mean, and strength · grey for variance',
    (level, strength) => {
      const choices = [{ id: 'shot-noise', options: { strength } }];
      const noisy = applyTransforms(grey(level), square, choices, random);
      // Clipping at 1 takes from the last pair about 0.0004 of the mean: 3 photons are rare at 0.3.
      const { mean, variance } = momentsOf(noisy);
      const error = Math.sqrt((strength * level) / noisy.length);
      expect(Math.abs(mean - level)).toBeLessThan(4 * error + 0.0005);
      expect(variance / (strength * level)).toBeGreaterThan(0.93);
      expect(variance / (strength * level)).toBeLessThan(1.07);
      noisy.forEach((value) => {
        const photons = value / strength;
        expect(Math.abs(photons - Math.round(photons))).toBeLessThan(1e-3);
      });
    },
  );

  it('leaves black alone', () => {
    const choices = [{ id: 'shot-noise', options: { strength: 1 } }];
    expect(applyTransforms(grey(0), square, choices, random)).toEqual(grey(0));
  });
});

describe('Poisson counts', () => {
  const DRAWS = 20_000;
  function countsOf(mean: number): number[] {
    const stream = random.stream(`test/poisson/${mean}`);
    return Array.from({ length: DRAWS }, (_, i) =>
      drawPoisson(mean, (draw) => stream.uniform(draw * DRAWS + i)),
    );
  }

  it.each([0.3, 3, 9.9, 10, 17.5, 60])('with mean %f come as often as they should', (mean) => {
    const counts = countsOf(mean);
    // Counts expected less than 20 times are put together at both ends.
    let expected = Math.exp(-mean) * DRAWS;
    let [pooledExpected, pooledSeen, squares, cells] = [0, 0, 0, 0];
    for (let count = 0; count < 4 * mean + 20; count++) {
      pooledExpected += expected;
      pooledSeen += counts.filter((each) => each === count).length;
      if (pooledExpected > 20) {
        squares += (pooledSeen - pooledExpected) ** 2 / pooledExpected;
        [pooledExpected, pooledSeen, cells] = [0, 0, cells + 1];
      }
      expected *= mean / (count + 1);
    }
    // χ² of as many cells: 3.7 deviations above its mean.
    expect(cells).toBeGreaterThan(3);
    expect(squares).toBeLessThan(cells + 3.7 * Math.sqrt(2 * cells));
  });

  it.each([1e3, 1e9])('with mean %f have mean and variance', (mean) => {
    const moments = momentsOf(countsOf(mean));
    expect(Math.abs(moments.mean - mean)).toBeLessThan(4 * Math.sqrt(mean / DRAWS));
    expect(moments.variance / mean).toBeGreaterThan(0.95);
    expect(moments.variance / mean).toBeLessThan(1.05);
  });

  it('of nothing are none', () => {
    expect(drawPoisson(0, () => 1 - 2 ** -32)).toBe(0);
  });
});

describe('impulse noise', () => {
  it('replaces the share asked for, half by salt, half by pepper', () => {
    const choices = [{ id: 'impulse-noise', options: { amount: 0.17 } }];
    const noisy = applyTransforms(grey(0.5), square, choices, random);
    const shareOf = (level: number) =>
      noisy.filter((value) => value === level).length / noisy.length;
    const error = Math.sqrt((0.085 * 0.915) / noisy.length);
    expect(Math.abs(shareOf(1) - 0.085)).toBeLessThan(4 * error);
    expect(Math.abs(shareOf(0) - 0.085)).toBeLessThan(4 * error);
    expect(shareOf(0.5)).toBeCloseTo(1 - shareOf(0) - shareOf(1), 12);
  });
});

describe('spatter', () => {
  it.each([0.1, 0.3, 0.5, 0.9])('covers more the more it is asked to: %f', (cover) => {
    const hit = (share: number) =>
      applyTransforms(
        grey(1),
        square,
        [{ id: 'spatter', options: { cover: share } }],
        random,
      ).filter((value) => value < 1).length;
    expect(hit(cover)).toBeGreaterThan(hit(cover - 0.1));
    expect(hit(cover)).toBeLessThan(hit(Math.min(1, cover + 0.1)));
  });
});

describe('motion blur', () => {
  it('spreads its directions evenly over what is asked for', () => {
    // An impulse drawn out over 2 steps of weight: the place of its tail tells the direction.
    const size = { height: 33, width: 33, channels: 1 };
    const impulses = new Float32Array(300 * 1089);
    for (let i = 0; i < 300; i++) impulses[i * 1089 + 16 * 33 + 16] = 1;
    const options = { radius: 5, softness: 15, spread: 45 };
    const seen = applyTransforms(impulses, size, [{ id: 'motion-blur', options }], random);
    const angles = Array.from({ length: 300 }, (_, image) => {
      let [right, down] = [0, 0];
      seen.subarray(image * 1089, (image + 1) * 1089).forEach((value, pixel) => {
        right += value * ((pixel % 33) - 16);
        down += value * (Math.floor(pixel / 33) - 16);
      });
      return (Math.atan2(-down, -right) * 180) / Math.PI; // light comes from there
    });
    expect(Math.max(...angles)).toBeLessThan(48);
    expect(Math.min(...angles)).toBeGreaterThan(-48);
    const { mean, variance } = momentsOf(angles);
    expect(Math.abs(mean)).toBeLessThan(4 * (26 / Math.sqrt(300)));
    expect(Math.sqrt(variance)).toBeCloseTo(45 / Math.sqrt(3), -1); // within 5
  });
});
