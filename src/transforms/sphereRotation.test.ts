/** A sphere that is turned: against rotations of directions, across the seam and the poles, in chains. */
import { describe, expect, it } from 'vitest';
import { pixelCentre } from '../core/coordinates.ts';
import { stretchOf } from '../core/invert.ts';
import { defaultsOf } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { directionAt, rotate, rotationOf, type Direction, type Rotation } from '../core/sphere.ts';
import { areaOnSurface } from '../core/surface.ts';
import type { SystemChoice } from '../core/system.ts';
import { applyTransforms } from './index.ts';
import { sphereRotation } from './sphereRotation.ts';

const side = 60;
const size = { height: side, width: side, channels: 1 };
const random = createRandom(7);

type Angles = Readonly<Record<string, number | boolean>>;
const turned = (...options: Angles[]): SystemChoice[] =>
  options.map((each) => ({ id: 'sphere-rotation', options: each }));
const turn = (values: Float32Array, ...options: Angles[]) =>
  applyTransforms(values, size, turned(...options), random);

/** A smooth function of the sphere that no rotation leaves as it is. */
const painted = ([x, y, z]: Direction) => (4 + x + 2 * x * y - y * z + Math.sin(3 * z + x)) / 8;
const direction = (pixel: number) =>
  directionAt(pixelCentre(pixel % side, side), pixelCentre(Math.floor(pixel / side), side));
const paint = (of: (at: Direction) => number) =>
  Float32Array.from({ length: side * side }, (_, pixel) => of(direction(pixel)));

const largestOf = (a: Float32Array, b: Float32Array) =>
  a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
const image = paint(painted);

/** Seen along directions that are turned back. */
const transposed = ([a, b, c]: Rotation, [x, y, z]: Direction): Direction => [
  a[0] * x + b[0] * y + c[0] * z,
  a[1] * x + b[1] * y + c[1] * z,
  a[2] * x + b[2] * y + c[2] * z,
];

describe('turning the sphere', () => {
  it.each([
    { over: 60, before: 0, after: 0 },
    { over: -170, before: 33, after: 101 },
    { over: 90, before: -90, after: 10 },
    { over: 0.5, before: 0, after: 0 },
  ])('is painting it anew, everywhere: $over°, $before°, $after°', (angles) => {
    const rotation = rotationOf({ turn: angles.after, tip: angles.over, roll: angles.before });
    const expected = paint((at) => painted(transposed(rotation, at)));
    // Bilinear between directions 3° (in longitude 6°) apart: an eighth of its square by the curvature.
    expect(largestOf(turn(image, angles), expected)).toBeLessThan(0.01);
    if (angles.over !== 0.5) expect(largestOf(expected, image)).toBeGreaterThan(0.2);
  });

  it('moves what lies at the north pole to the middle of the picture', () => {
    const pole = paint(([, , z]) => (z > 0.9 ? 1 : 0));
    const seen = turn(pole, { over: 90 });
    expect(seen[30 * side + 30]).toBe(1);
    expect(seen.slice(0, 5 * side).every((value) => value === 0)).toBe(true);
  });

  it('about the poles alone moves the picture to the right, around its seam, exactly', () => {
    const noise = random.stream('test/noise').uniforms(side * side);
    const seen = turn(noise, { after: 30 }); // five columns
    const expected = noise.map((_, pixel) => {
      const [row, column] = [Math.floor(pixel / side), pixel % side];
      return noise[row * side + ((column + side - 5) % side)]!;
    });
    expect(seen).toEqual(expected);
    expect(turn(noise, { before: 12, after: 18 })).toEqual(expected);
  });

  it('by nothing or by whole turns changes nothing', () => {
    const noise = random.stream('test/noise').uniforms(side * side);
    expect(turn(noise, { over: 0, before: 0, after: 0 })).toEqual(noise);
    expect(turn(noise, { before: 180, after: 180 })).toEqual(noise);
    expect(turn(noise, { before: 40, after: -40 })).toEqual(noise);
    expect(turn(noise, { over: 180 }, { over: 180 })).toEqual(noise);
    expect(turn(noise, { over: 120 }, { over: 120 }, { over: 120 })).toEqual(noise);
  });

  it('composes in a chain, with one resampling', () => {
    const together = turn(image, { over: 50, before: 20 }, { over: -30, after: 70 });
    const first = rotationOf({ turn: 0, tip: 50, roll: 20 });
    const second = rotationOf({ turn: 70, tip: -30, roll: 0 });
    const expected = paint((at) => painted(transposed(first, transposed(second, at))));
    expect(largestOf(together, expected)).toBeLessThan(0.01);
    const noise = random.stream('test/noise').uniforms(side * side);
    const back = turn(noise, { over: 50, before: 20 }, { over: -50, after: -20 });
    expect(largestOf(back, noise)).toBeLessThan(1e-6);
  });

  it('leaves no mark of the seam or of the poles on a sphere that is the same everywhere', () => {
    const white = new Float32Array(side * side).fill(1);
    for (const over of [3, 45, 90, 177]) {
      expect(largestOf(turn(white, { over, after: 1 }), white)).toBeLessThan(1e-6);
    }
    // In a chain with a map of the plane, too, which moves along the picture and around.
    const chain = [{ id: 'shift', options: { x: 4.5, y: -3 } }, ...turned({ over: 20 })];
    expect(largestOf(applyTransforms(white, size, chain, random), white)).toBeLessThan(1e-6);
    const alone = applyTransforms(white, size, chain.slice(0, 1), random);
    expect(largestOf(alone, white)).toBe(1); // which fades as every plane does
  });

  it('turns images of odd sizes and several channels', () => {
    const odd = { height: 7, width: 9, channels: 2 };
    const white = new Float32Array(2 * 126).fill(0.5);
    const seen = applyTransforms(white, odd, turned({ over: 77, after: 3 }), random);
    expect(largestOf(seen, white)).toBeLessThan(1e-6);
  });

  it('any way turns each image by itself, evenly', () => {
    const count = 600;
    const pole = paint(([, , z]) => (z + 1) / 2);
    const many = new Float32Array(count * side * side);
    for (let at = 0; at < many.length; at += side * side) many.set(pole, at);
    const seen = turn(many, { anyRotation: true });
    // What (0, 0, 1) became, from where heights grow: Σ value · direction, per area.
    const mean = [0, 0, 0];
    const heights: number[] = [];
    for (let i = 0; i < count; i++) {
      const towards = [0, 0, 0];
      for (let pixel = 0; pixel < side * side; pixel++) {
        const at = direction(pixel);
        const share = seen[i * side * side + pixel]! * Math.hypot(at[0], at[1]);
        at.forEach((value, axis) => (towards[axis]! += share * value));
      }
      const length = Math.hypot(...towards);
      towards.forEach((value, axis) => (mean[axis]! += value / length / count));
      heights.push(towards[2]! / length);
    }
    // Deviations of a mean of 600: 0.024 for each axis.
    mean.forEach((value) => expect(Math.abs(value)).toBeLessThan(0.08));
    // Heights are even over [-1, 1]: a quarter each, ± 11.
    for (let quarter = 0; quarter < 4; quarter++) {
      const low = -1 + quarter / 2;
      const found = heights.filter((height) => height >= low && height < low + 0.5).length;
      expect(Math.abs(found - 150)).toBeLessThan(35);
    }
  });

  it('turns directions the way that rotations of core/sphere.ts do', () => {
    const rotation = rotationOf({ turn: 15, tip: 70, roll: -20 });
    const spot = directionAt(0.2, -0.3);
    const goal = rotate(rotation, spot);
    const near = (a: Direction, b: Direction) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    const seen = turn(
      paint((at) => Math.max(0, near(at, spot))),
      { after: 15, over: 70, before: -20 },
    );
    const brightest = seen.indexOf(Math.max(...seen));
    expect(near(direction(brightest), goal)).toBeGreaterThan(Math.cos((4 * Math.PI) / 180));
  });

  it('keeps areas of the sphere, at its seam, too', () => {
    // Half a column to the right: the first one looks at the seam itself.
    const poses = [{ after: 3 }, { over: 50, before: 20 }, { anyRotation: true }];
    for (const pose of poses) {
      const options = { ...defaultsOf(sphereRotation.options), ...pose };
      const map = sphereRotation.inverse!(options, size, random.stream('test/pose'));
      let worst = 0;
      for (let pixel = 0; pixel < side * side; pixel++) {
        const x = pixelCentre(pixel % side, side);
        const y = pixelCentre(Math.floor(pixel / side), side);
        const area = stretchOf(map, x, y) * areaOnSurface('sphere', ...map(x, y));
        worst = Math.max(worst, Math.abs(area - areaOnSurface('sphere', x, y)));
      }
      expect(worst).toBeLessThan(1e-3);
    }
  });
});
