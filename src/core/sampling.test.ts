import { describe, expect, it } from 'vitest';
import { gridCoords, pixelCentre } from './coordinates.ts';
import fixture from './fixtures/geometry.json' with { type: 'json' };
import { aboutCentre, composeInverse, lookAside, resample } from './geometry.ts';
import { createRandom } from './random.ts';
import { planSampling, sample } from './sampling.ts';

const stream = createRandom(1).stream('test/sampling');
type Matrix = [number, number, number, number];

describe('outside black', () => {
  it.each(fixture.cases)(
    'agrees with SciPy and scikit-image: $height × $width, $transform $options',
    ({ height, width, matrix, offset, image, seen }) => {
      const size = { height, width, channels: 1 };
      const inverse = composeInverse([
        aboutCentre(matrix as Matrix, size),
        lookAside(offset[0]!, offset[1]!, size),
      ]);
      const positions = Array.from({ length: height * width }, (_, pixel) =>
        inverse(pixelCentre(pixel % width, width), pixelCentre(Math.floor(pixel / width), height)),
      ).flat();
      const values = Float32Array.from(image, (level) => level / 255);
      const found = sample(values, size, planSampling(size, positions));
      expect(found).toHaveLength(seen.length);
      found.forEach((value, pixel) => expect(Math.abs(value - seen[pixel]!)).toBeLessThan(1e-6));
      // And with several images and channels the same numbers as resampling.
      const many = stream.uniforms(2 * 3 * height * width);
      const coloured = { ...size, channels: 3 };
      expect(sample(many, coloured, planSampling(size, positions))).toEqual(
        resample(many, coloured, inverse),
      );
    },
  );

  it('fades over one pixel across the edge, and is 0 beyond and where nothing looks', () => {
    const size = { height: 1, width: 2, channels: 1 };
    const places = [-0.5, -0.75, -1, -1.25, -1.5, -2, NaN, Infinity].flatMap((x) => [x, 0]);
    const found = sample(Float32Array.of(1, 1), size, planSampling(size, places));
    expect([...found]).toEqual([1, 0.75, 0.5, 0.25, 0, 0, 0, 0]);
  });
});

describe('outside as the edge', () => {
  it('goes on as the last pixels are, and is 0 only where nothing looks', () => {
    const size = { height: 2, width: 2, channels: 1 };
    const places = [-9, -9, 9, -9, -9, 0.5, 9, 9, 0, 0, NaN, 0];
    const found = sample(Float32Array.of(1, 2, 3, 4), size, planSampling(size, places, 'edge'));
    expect([...found]).toEqual([1, 2, 3, 4, 2.5, 0]);
  });

  it('of a ramp is the ramp between the outermost centres, on any grid', () => {
    const size = { height: 3, width: 5, channels: 1 };
    const ramp = Float32Array.from({ length: 15 }, (_, i) => pixelCentre(i % 5, 5));
    const coords = gridCoords(7, 16);
    const found = sample(ramp, size, planSampling(size, coords, 'edge'));
    found.forEach((value, place) => {
      const x = Math.min(0.8, Math.max(-0.8, coords[2 * place]!));
      expect(value).toBeCloseTo(x, 6);
    });
  });
});

describe('a grid of half as many pixels to a side', () => {
  it('holds means of four', () => {
    const size = { height: 4, width: 6, channels: 1 };
    const image = stream.uniforms(24);
    const found = sample(image, size, planSampling(size, gridCoords(2, 3)));
    expect(found).toHaveLength(6);
    found.forEach((value, place) => {
      const corner = Math.floor(place / 3) * 12 + (place % 3) * 2;
      const four = [0, 1, 6, 7].map((offset) => image[corner + offset]!);
      expect(value).toBeCloseTo(four.reduce((sum, each) => sum + each, 0) / 4, 6);
    });
  });
});
