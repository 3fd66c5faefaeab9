import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/pictures.json' with { type: 'json' };
import { createResampler } from './resampling.ts';

const sizeOf = ([height, width]: readonly number[]) => ({ height: height!, width: width! });

function resampled(
  image: Uint8Array,
  from: readonly number[],
  to: readonly number[],
  channels: number,
): Uint8Array {
  const target = new Uint8Array(to[0]! * to[1]! * channels);
  createResampler(sizeOf(from), sizeOf(to), channels)(image, 0, target, 0);
  return target;
}

const cases = [
  ...fixture.shrunk.map((each) => ({ ...each, by: 'NumPy, area by area' })),
  ...fixture.grown.map((each) => ({ ...each, by: 'PyTorch, between centres' })),
];

describe('resampling', () => {
  it.each(cases)('$size to $newSize agrees with $by', (wanted) => {
    const image = Uint8Array.from(wanted.image);
    const found = resampled(image, wanted.size, wanted.newSize, wanted.channels);
    expect(found.length).toBe(wanted.values.length);
    found.forEach((value, at) =>
      expect(Math.abs(value - wanted.values[at]!)).toBeLessThanOrEqual(0.5 + 1e-9),
    );
  });

  it('leaves a size that stays, and an even ground, as they are', () => {
    const side = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(side, side, side, side, fc.nat({ max: 255 }), (h, w, newH, newW, value) => {
        const even = new Uint8Array(h * w).fill(value);
        expect(new Set(resampled(even, [h, w], [newH, newW], 1))).toEqual(new Set([value]));
        const image = Uint8Array.from({ length: h * w }, (_, at) => (at * 37 + value) % 256);
        expect(resampled(image, [h, w], [h, w], 1)).toEqual(image);
      }),
    );
  });

  it('writes the image asked for where it is asked for', () => {
    const images = Uint8Array.from([1, 2, 3, 4, 10, 20, 30, 40]);
    const target = new Uint8Array(4).fill(99);
    createResampler({ height: 2, width: 2 }, { height: 1, width: 1 }, 1)(images, 4, target, 2);
    expect([...target]).toEqual([99, 99, 25, 99]);
  });
});
