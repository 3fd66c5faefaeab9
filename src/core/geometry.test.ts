import { describe, expect, it } from 'vitest';
import { pixelCentre } from './coordinates.ts';
import fixture from './fixtures/geometry.json' with { type: 'json' };
import {
  aboutCentre,
  composeInverse,
  lookAside,
  resample,
  resampleEach,
  type InverseMap,
} from './geometry.ts';
import { createRandom } from './random.ts';

type Matrix = [number, number, number, number];
const stream = createRandom(1).stream('test/geometry');
const identity: InverseMap = (x, y) => [x, y];
const quarterTurn: Matrix = [0, -1, 1, 0]; // counter-clockwise

function rotation(degrees: number): Matrix {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)];
}

function impulse(height: number, width: number, row: number, column: number): Float32Array {
  const image = new Float32Array(height * width);
  image[row * width + column] = 1;
  return image;
}

describe('resample', () => {
  it.each(fixture.cases)(
    'agrees with SciPy and scikit-image: $height × $width, $transform $options',
    ({ height, width, matrix, offset, image, seen }) => {
      const size = { height, width, channels: 1 };
      const inverse = composeInverse([
        aboutCentre(matrix as Matrix, size),
        lookAside(offset[0]!, offset[1]!, size),
      ]);
      const values = Float32Array.from(image, (level) => level / 255);
      const found = resample(values, size, inverse);
      found.forEach((value, pixel) => expect(Math.abs(value - seen[pixel]!)).toBeLessThan(1e-6));
    },
  );

  it.each([
    [1, 1],
    [7, 7],
    [8, 8],
    [5, 9],
    [28, 28],
  ])('gives the very same values for the identity, %i × %i', (height, width) => {
    const size = { height, width, channels: 3 };
    const images = stream.uniforms(2 * height * width * 3);
    expect(resample(images, size, identity)).toEqual(images);
  });

  it.each([1, 2, 5, 8, 28])('permutes a square of side %i exactly by a quarter turn', (side) => {
    const size = { height: side, width: side, channels: 1 };
    const image = stream.uniforms(side * side);
    const turned = resample(image, size, aboutCentre(rotation(90), size));
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const from = column * side + (side - 1 - row); // numpy.rot90
        expect(turned[row * side + column]).toBe(image[from]);
      }
    }
    const back = [1, 2, 3].reduce(
      (seen) => resample(seen, size, aboutCentre(rotation(90), size)),
      turned,
    );
    expect(back).toEqual(image);
  });

  it('turns by half exactly in an image that is not square', () => {
    const size = { height: 5, width: 9, channels: 1 };
    const image = stream.uniforms(45);
    const turned = resample(image, size, aboutCentre(rotation(180), size));
    expect(turned).toEqual(image.slice().reverse());
  });

  it('keeps circles round in an image that is not square', () => {
    const size = { height: 9, width: 15, channels: 1 };
    const image = impulse(9, 15, 4, 10); // 3 pixels right of the centre
    const turned = resample(image, size, aboutCentre(quarterTurn, size));
    expect(turned).toEqual(impulse(9, 15, 1, 7)); // 3 pixels above it
  });

  it.each([10, 45, 77, 180, -33])('leaves an impulse at the centre, turned by %i°', (degrees) => {
    const size = { height: 7, width: 11, channels: 1 };
    const image = impulse(7, 11, 3, 5);
    const turned = resample(image, size, aboutCentre(rotation(degrees), size));
    expect(turned[3 * 11 + 5]).toBe(1);
  });

  it('nearly restores a smooth image by the inverse map, away from the edge', () => {
    const size = { height: 28, width: 28, channels: 1 };
    const image = Float32Array.from({ length: 784 }, (_, pixel) => {
      const x = pixelCentre(pixel % 28, 28);
      const y = pixelCentre(Math.floor(pixel / 28), 28);
      return 0.5 + 0.25 * Math.sin(3 * x) + 0.25 * Math.cos(4 * y);
    });
    const there = resample(image, size, aboutCentre(rotation(25), size));
    const back = resample(there, size, aboutCentre(rotation(-25), size));
    for (let row = 8; row < 20; row++) {
      for (let column = 8; column < 20; column++) {
        const pixel = row * 28 + column;
        expect(Math.abs(back[pixel]! - image[pixel]!)).toBeLessThan(2e-2);
      }
    }
  });

  it('reads a ramp where the map says', () => {
    const size = { height: 12, width: 20, channels: 1 };
    const ramp = Float32Array.from({ length: 240 }, (_, pixel) => pixelCentre(pixel % 20, 20));
    const inverse = aboutCentre([0.5, 0.3, -0.2, 0.4], size);
    const seen = resample(ramp, size, inverse);
    seen.forEach((value, pixel) => {
      const [x] = inverse(pixelCentre(pixel % 20, 20), pixelCentre(Math.floor(pixel / 20), 12));
      expect(value).toBeCloseTo(x, 6);
    });
  });

  it('fades to zero across the edge, and is zero where a map has no answer', () => {
    const size = { height: 1, width: 4, channels: 1 };
    const ones = new Float32Array(4).fill(1);
    expect([...resample(ones, size, lookAside(0.25, 0, size))]).toEqual([1, 1, 1, 0.75]);
    expect([...resample(ones, size, lookAside(-3.5, 0, size))]).toEqual([0, 0, 0, 0.5]);
    expect([...resample(ones, size, () => [NaN, 0])]).toEqual([0, 0, 0, 0]);
    expect([...resample(ones, size, () => [Infinity, 0])]).toEqual([0, 0, 0, 0]);
  });

  it('treats every image and channel alike', () => {
    const size = { height: 6, width: 5, channels: 2 };
    const inverse = aboutCentre(rotation(20), size);
    const images = stream.uniforms(3 * 60);
    const together = resample(images, size, inverse);
    const second = resample(images.slice(60, 120), size, inverse);
    expect(together.slice(60, 120)).toEqual(second);
    const channel = images.slice(0, 60).filter((_, index) => index % 2 === 1);
    const alone = resample(channel, { ...size, channels: 1 }, inverse);
    expect(together.slice(0, 60).filter((_, index) => index % 2 === 1)).toEqual(alone);
  });

  it('can see each image through a map of its own', () => {
    const size = { height: 6, width: 5, channels: 2 };
    const images = stream.uniforms(3 * 60);
    const mapOf = (image: number) => aboutCentre(rotation(20 * image), size);
    const seen = resampleEach(images, size, mapOf);
    for (const image of [0, 1, 2]) {
      const [start, end] = [60 * image, 60 * image + 60];
      const alone = resample(images.slice(start, end), size, mapOf(image));
      expect(seen.slice(start, end)).toEqual(alone);
    }
  });

  it('refuses values that are no whole number of images', () => {
    const size = { height: 2, width: 2, channels: 1 };
    expect(() => resample(new Float32Array(5), size, identity)).toThrow('found 5 values');
  });
});

describe('composeInverse', () => {
  it('passes a position through the maps in order', () => {
    const size = { height: 10, width: 10, channels: 1 };
    const maps = [lookAside(5, 0, size), aboutCentre([2, 0, 0, 2], size)];
    expect(composeInverse(maps)(0, 0)).toEqual([2, 0]);
    expect(composeInverse([...maps].reverse())(0, 0)).toEqual([1, 0]);
    expect(composeInverse([])(0.3, -0.7)).toEqual([0.3, -0.7]);
  });
});
