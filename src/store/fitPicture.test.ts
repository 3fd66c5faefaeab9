import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averageArea,
  fitPicture,
  isWorthInverting,
  sizeWithin,
  type SourcePicture,
} from './fitPicture.ts';

const size = fc.record({
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
});
const random = (length: number, seed: number) =>
  Float32Array.from({ length }, (_, place) => (((place + 1) * (seed + 7) * 7919) % 997) / 997);

/** Each pixel repeated until both sizes divide it, then means of blocks: no fractions at all. */
function byRepetition(
  values: Float32Array,
  from: { height: number; width: number },
  to: { height: number; width: number },
): number[] {
  return Array.from({ length: to.height * to.width }, (_, cell) => {
    const [row, column] = [Math.floor(cell / to.width), cell % to.width];
    let sum = 0;
    for (let y = row * from.height; y < (row + 1) * from.height; y++) {
      for (let x = column * from.width; x < (column + 1) * from.width; x++) {
        sum += values[Math.floor(y / to.height) * from.width + Math.floor(x / to.width)]!;
      }
    }
    return sum / (from.height * from.width);
  });
}

describe('area averaging', () => {
  it('is the mean over the area of each target, also where pixels are cut', () => {
    fc.assert(
      fc.property(size, size, fc.nat(1000), (from, to, seed) => {
        const values = random(from.height * from.width, seed);
        const found = averageArea(values, { ...from, channels: 1 }, to);
        byRepetition(values, from, to).forEach((expected, cell) => {
          expect(found[cell]).toBeCloseTo(expected, 5);
        });
      }),
    );
  });

  it('keeps channels apart', () => {
    const values = Float32Array.from([1, 0, 0, 0.5, 0, 1]);
    const found = averageArea(
      values,
      { height: 1, width: 2, channels: 3 },
      { height: 1, width: 1 },
    );
    expect([...found]).toEqual([0.75, 0, 0.5]);
  });
});

/** A picture of one colour, [red, green, blue, alpha] each, premultiplied here. */
function plain(height: number, width: number, [r, g, b, a]: number[]): SourcePicture {
  const pixel = [r! * a!, g! * a!, b! * a!, a!];
  return {
    height,
    width,
    rgba: Float32Array.from(
      Array(height * width)
        .fill(pixel)
        .flat(),
    ),
  };
}
const grey = { height: 4, width: 6, channels: 1 };
const asIs = { over: 'white', isInverted: false } as const;

describe('fitting', () => {
  it('keeps the shape and never loses a thin picture', () => {
    expect(sizeWithin({ height: 100, width: 50 }, { height: 28, width: 28 })).toEqual({
      height: 28,
      width: 14,
    });
    expect(sizeWithin({ height: 1, width: 4000 }, { height: 28, width: 28 })).toEqual({
      height: 1,
      width: 28,
    });
  });

  it('makes grey by luma', () => {
    const values = fitPicture(plain(4, 6, [1, 0.5, 0, 1]), grey, asIs);
    for (const value of values) expect(value).toBeCloseTo(0.299 + 0.587 / 2, 6);
  });

  it('lays transparency on white or black and inverts after that', () => {
    const glass = plain(2, 2, [0, 0, 0, 0.25]);
    expect(fitPicture(glass, grey, asIs)[0]).toBeCloseTo(0.75, 6);
    expect(fitPicture(glass, grey, { over: 'black', isInverted: false })[0]).toBe(0);
    expect(fitPicture(glass, grey, { over: 'white', isInverted: true })[0]).toBeCloseTo(0.25, 6);
  });

  it('averages what is seen: a transparent pixel lends no colour', () => {
    const half = { height: 1, width: 2, rgba: Float32Array.from([1, 0, 0, 1, 0, 0, 0, 0]) };
    const [red, green, blue] = fitPicture(half, { height: 1, width: 1, channels: 3 }, asIs);
    expect([red, green, blue]).toEqual([1, 0.5, 0.5]);
  });

  it('centres, and goes on with the corners’ colour around it', () => {
    // 1 × 3: dark, bright, dark fits a 5 × 3 frame in its middle row.
    const source = plain(1, 3, [0, 0, 0, 1]);
    source.rgba.set([1, 1, 1, 1], 4);
    const values = fitPicture(source, { height: 5, width: 3, channels: 1 }, asIs);
    const expected = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
    values.forEach((value, place) => expect(value).toBeCloseTo(expected[place]!, 6));
    const inverted = fitPicture(
      source,
      { height: 5, width: 3, channels: 1 },
      { over: 'white', isInverted: true },
    );
    inverted.forEach((value, place) => expect(value).toBeCloseTo(1 - expected[place]!, 6));
  });

  it('stretches one pixel over all', () => {
    const values = fitPicture(
      plain(1, 1, [0.5, 0.5, 0.5, 1]),
      { height: 3, width: 3, channels: 3 },
      asIs,
    );
    for (const value of values) expect(value).toBeCloseTo(0.5, 6);
  });
});

it('offers to invert where corners are bright and the dataset’s are dark, and only there', () => {
  const square = { height: 2, width: 2, channels: 1 };
  const dark = { count: 2, images: new Uint8Array(8).fill(10) };
  const bright = { count: 2, images: new Uint8Array(8).fill(240) };
  const white = new Float32Array(4).fill(1);
  const black = new Float32Array(4);
  expect(isWorthInverting(white, dark, square)).toBe(true);
  expect(isWorthInverting(black, dark, square)).toBe(false);
  expect(isWorthInverting(white, bright, square)).toBe(false);
  expect(isWorthInverting(white, { count: 0, images: new Uint8Array() }, square)).toBe(false);
});
