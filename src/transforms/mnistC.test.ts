import { describe, expect, it } from 'vitest';
import { createRandom } from '../core/random.ts';
import { applyTransforms, findTransform } from './index.ts';
import { readOptions } from '../core/options.ts';
import { mnistC } from './mnistC.ts';

const size = { height: 28, width: 28, channels: 1 };

/** A ring and a bar: grey levels as a digit has them. */
const digit = Float32Array.from({ length: 784 }, (_, pixel) => {
  const [x, y] = [(pixel % 28) - 13.5, Math.floor(pixel / 28) - 13.5];
  return Math.max(
    0,
    1 - Math.abs(Math.hypot(x, y) - 7) / 2,
    x * x < 2 && y > -7 && y < 7 ? 0.8 : 0,
  );
});
const two = new Float32Array([...digit, ...digit]);
const through = (index: number, seed = 1) =>
  applyTransforms(two, size, [mnistC[index]!.choice], createRandom(seed));

/** Which of them draw numbers for each image. */
const isRandom: Record<string, boolean> = {
  shot_noise: true,
  impulse_noise: true,
  glass_blur: true,
  motion_blur: true,
  shear: true,
  scale: false,
  rotate: true,
  brightness: false,
  translate: true,
  stripe: false,
  fog: true,
  spatter: true,
  dotted_line: true,
  zigzag: true,
  canny_edges: false,
};

describe('MNIST-C', () => {
  it('has its fifteen', () => {
    expect(mnistC.map((each) => each.name)).toEqual(Object.keys(isRandom));
  });

  it.each(mnistC.map((each, index) => [each.name, index] as const))('%s', (name, index) => {
    const { id, options } = mnistC[index]!.choice;
    expect(() => readOptions(findTransform(id).options, options, id)).not.toThrow();
    const seen = through(index);
    expect(seen).not.toEqual(two);
    expect(seen.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(through(index)).toEqual(seen);
    // Of 8 seeds one at least shows what is drawn for each image.
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    const differ = seeds.some((seed) => {
      const both = through(index, seed);
      return both.slice(0, 784).some((value, pixel) => value !== both[784 + pixel]);
    });
    expect(differ).toBe(isRandom[name]);
  });
});
