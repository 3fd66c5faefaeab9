/**
 * Against the same equations in floating point. Number for number it was compared in Chromium with
 * what a canvas gives: 7,000 pictures of CIFAR-10, odd sizes, all three samplings.
 */
import { describe, expect, it } from 'vitest';
import { rgbaOfYcc, type Plane } from './ycc.ts';

const planeOf = (height: number, width: number, seed: number): Plane => ({
  values: Uint8Array.from(
    { length: height * width + 3 },
    (_, at) => Math.imul(at + seed, 2654435761) >>> 24,
  ),
  offset: 3,
  stride: width,
});

/** A value of a smaller plane at a place of the larger one, linear between centres, edges held. */
function sampled(
  { values, offset, stride }: Plane,
  sizes: readonly [number, number],
  y: number,
  x: number,
): number {
  const along = (place: number, size: number) => {
    const held = Math.min(size - 1, Math.max(0, place));
    return [Math.floor(held), Math.ceil(held), held - Math.floor(held)] as const;
  };
  const [top, bottom, down] = along(y, sizes[0]);
  const [left, right, across] = along(x, sizes[1]);
  const at = (row: number, column: number) => values[offset + row * stride + column]!;
  const line = (row: number) => (1 - across) * at(row, left) + across * at(row, right);
  return (1 - down) * line(top) + down * line(bottom);
}

describe('colours of JPEG planes', () => {
  it.each([
    [8, 10, true, true],
    [7, 9, true, true],
    [6, 11, true, false],
    [5, 4, false, false],
  ])(
    '%i × %i pixels, chroma of half the width %s, of half the height %s',
    (height, width, halfWidth, halfHeight) => {
      const rows = halfHeight ? Math.ceil(height / 2) : height;
      const columns = halfWidth ? Math.ceil(width / 2) : width;
      const y = planeOf(height, width, 1);
      const [cb, cr] = [planeOf(rows, columns, 500), planeOf(rows, columns, 900)];
      const rgba = rgbaOfYcc({
        height,
        width,
        planes: [y, cb, cr],
        halves: [halfWidth, halfHeight],
      });
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const place = [
            halfHeight ? row / 2 - 0.25 : row,
            halfWidth ? column / 2 - 0.25 : column,
          ] as const;
          const luma = y.values[3 + row * width + column]!;
          const blueness = sampled(cb, [rows, columns], ...place) - 128;
          const redness = sampled(cr, [rows, columns], ...place) - 128;
          const expected = [
            luma + 1.402 * redness,
            luma - 0.344136 * blueness - 0.714136 * redness,
            luma + 1.772 * blueness,
          ].map((value) => Math.min(255, Math.max(0, value)));
          expected.forEach((value, channel) => {
            const found = rgba[4 * (row * width + column) + channel]!;
            expect(Math.abs(found - value)).toBeLessThan(2); // chroma rounded, then the colour
          });
          expect(rgba[4 * (row * width + column) + 3]).toBe(255);
        }
      }
    },
  );

  it('repeats chroma of one or two columns', () => {
    const y: Plane = { values: new Uint8Array(4).fill(100), offset: 0, stride: 4 };
    const neutral: Plane = { values: Uint8Array.of(128, 128), offset: 0, stride: 2 };
    const cr: Plane = { values: Uint8Array.of(128, 178), offset: 0, stride: 2 };
    const rgba = rgbaOfYcc({ height: 1, width: 4, planes: [y, neutral, cr], halves: [true, true] });
    expect([...rgba].filter((_, at) => at % 4 === 0)).toEqual([100, 100, 170, 170]);
  });
});
