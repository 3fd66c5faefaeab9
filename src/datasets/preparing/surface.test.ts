/** Images on a sphere: against the formulas of spherical MNIST with SciPy's interpolation, and turned. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { areaOnSurface } from '../../core/surface.ts';
import { applyTransforms } from '../../transforms/index.ts';
import { datasetOf, partOf } from '../analysis/testing.ts';
import { prepareDataset } from '../preparation.ts';
import fixture from './fixtures/surface.json' with { type: 'json' };

const datasetFrom = (image: readonly number[], height: number, width: number, channels = 1) =>
  datasetOf(
    { height, width, channels, classes: 2 },
    { train: partOf([image, image.toReversed()], [0, 1]), test: partOf([image], [1]) },
  );
const stored = datasetFrom(fixture.image, 28, 28);

describe('images on a sphere', () => {
  it('are those of spherical MNIST, rounded', async () => {
    const { train, test, ...prepared } = await prepareDataset(stored, { surface: 'sphere' });
    expect(prepared).toMatchObject({ height: 60, width: 60, channels: 1, surface: 'sphere' });
    expect([...test.images]).toEqual(fixture.sphere.map(Math.round));
    expect([...train.images.subarray(0, 3600)]).toEqual([...test.images]);
    expect([...train.labels]).toEqual([0, 1]);
  });

  it('lie on the southern half alone and are as bright as can be', async () => {
    const { train } = await prepareDataset(stored, { surface: 'sphere' });
    for (const begin of [0, 3600]) {
      const image = train.images.subarray(begin, begin + 3600);
      expect(image.subarray(0, 1800).every((value) => value === 0)).toBe(true);
      expect(Math.max(...image)).toBe(255);
    }
  });

  it('that are all black stay so', async () => {
    const black = datasetFrom(Array<number>(16).fill(0), 4, 4);
    const { test } = await prepareDataset(black, { surface: 'sphere' });
    expect(test.images.every((value) => value === 0)).toBe(true);
  });

  it('keep colours and proportions', async () => {
    // Red left, green right: left is along −y, at longitude −90°.
    const wide = datasetFrom([200, 0, 0, 0, 100, 0], 1, 2, 3);
    const { test } = await prepareDataset(wide, { surface: 'sphere' });
    const at = (row: number, column: number) => {
      const pixel = row * 60 + column;
      return [...test.images.subarray(3 * pixel, 3 * pixel + 3)];
    };
    // At ϑ = 120° the plane is met at tan(30°) · 2 / 1.5 = 0.77 of half the wide side.
    const [left, right] = [at(40, 15), at(40, 45)];
    expect(left[0]).toBeGreaterThan(150);
    expect(left.slice(1)).toEqual([0, 0]);
    expect(right[1]).toBeCloseTo(left[0]! / 2, -1);
    expect([right[0], right[2]]).toEqual([0, 0]);
    // Above and below the image, which is half as high.
    expect(at(32, 0)).toEqual([0, 0, 0]);
    expect(at(32, 30)).toEqual([0, 0, 0]);
  });

  it('have a hash of their own, and take another size after it', async () => {
    const sphere = await prepareDataset(stored, { surface: 'sphere' });
    const small = await prepareDataset(stored, { surface: 'sphere', side: '20px' });
    const plane = await prepareDataset(stored, { side: '20px' });
    expect(small).toMatchObject({ height: 20, width: 20, surface: 'sphere' });
    expect(plane.surface).toBeUndefined();
    expect(new Set([stored, sphere, small, plane].map(({ sha256 }) => sha256)).size).toBe(4);
    // Each of its pixels is the mean of nine.
    const nine = [0, 1, 2].flatMap((row) =>
      [0, 1, 2].map((column) => sphere.test.images[(51 + row) * 60 + 30 + column]!),
    );
    const mean = nine.reduce((sum, value) => sum + value, 0) / 9;
    expect(Math.abs(small.test.images[17 * 20 + 10]! - mean)).toBeLessThanOrEqual(0.5);
  });
});

describe('a sphere that is turned', () => {
  const size = { height: 60, width: 60, channels: 1 };
  const turn = (values: Float32Array, options: Record<string, number | boolean>) =>
    applyTransforms(values, size, [{ id: 'sphere-rotation', options }], createRandom(1));

  it('shows what is projected anew along turned directions, but for interpolation', () => {
    const seen = turn(
      Float32Array.from(fixture.sphere, (value) => value / 255),
      fixture.pose,
    );
    // Per area of the sphere; at the rim of the image values end abruptly.
    let [area, error, change] = [0, 0, 0];
    seen.forEach((value, pixel) => {
      const y = ((Math.floor(pixel / 60) + 0.5) / 60) * 2 - 1;
      const weight = areaOnSurface('sphere', 0, y);
      area += weight;
      error += weight * Math.abs(value - fixture.turned[pixel]! / 255);
      change += (weight * Math.abs(fixture.sphere[pixel]! - fixture.turned[pixel]!)) / 255;
    });
    expect(area / 3600).toBeCloseTo(1, 3);
    expect(change / area).toBeGreaterThan(0.1);
    expect(error / area).toBeLessThan(0.01);
  });
});
