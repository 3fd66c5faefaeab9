/** Polar encodings: against Math.atan2, which they do without, and at the centre. */
import { describe, expect, it } from 'vitest';
import { gridCoords } from '../core/coordinates.ts';
import type { Encoding } from './encoding.ts';
import { logPolar } from './logPolar.ts';
import { polar } from './polar.ts';
import { encodePlaces, expectRows, oddPlane } from './testing.ts';

const square = { dimensions: 2, height: 9, width: 9 };
const places = [
  [-0.75, 0.25],
  [-0.5, 0],
  [1, -1],
  [1.5, -2.25],
  [0.1234, -0.987],
] as const;

const orders = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
function anglesOf(
  x: number,
  y: number,
  count: number,
  weight: (order: number) => number = () => 1,
) {
  const angle = Math.atan2(y, x);
  return [
    ...orders(count).map((m) => weight(m) * Math.cos(m * angle)),
    ...orders(count).map((m) => weight(m) * Math.sin(m * angle)),
  ];
}

describe('polar', () => {
  it('is the radius, then cos mθ and sin mθ', async () => {
    const options = { harmonics: 5, faded: false };
    const { rows } = await encodePlaces(polar as Encoding, places.flat(), {
      options,
      plane: square,
    });
    expectRows(
      rows,
      places.map(([x, y]) => [Math.hypot(x, y), ...anglesOf(x, y, 5)]),
    );
  });

  it('fades harmonics as (r / √2)^m, held outside', async () => {
    const options = { harmonics: 5, faded: true };
    const { rows } = await encodePlaces(polar as Encoding, places.flat(), {
      options,
      plane: square,
    });
    const expected = places.map(([x, y]) => {
      const share = Math.min(1, Math.hypot(x, y) / Math.SQRT2);
      return [Math.hypot(x, y), ...anglesOf(x, y, 5, (m) => share ** m)];
    });
    expectRows(rows, expected);
  });

  it('has circles of pixels on images that are not square', async () => {
    const plane = { dimensions: 2, height: 4, width: 8 };
    // Two pixels right of the middle, and two above it.
    const { rows } = await encodePlaces(polar as Encoding, [0.5, 0, 0, -1], { plane });
    expect(rows[0]![0]).toBeCloseTo(0.5, 10);
    expect(rows[1]![0]).toBeCloseTo(0.5, 10);
  });

  it('shifts only the angle when an image is turned', async () => {
    const turned = ([x, y]: readonly [number, number]) => [-y, x] as const;
    const ask = (given: readonly (readonly [number, number])[]) =>
      encodePlaces(polar as Encoding, given.flat(), {
        options: { harmonics: 4 },
        plane: square,
      });
    const before = (await ask(places)).rows;
    const after = (await ask(places.map(turned))).rows;
    before.forEach((row, i) => {
      expect(after[i]![0]).toBeCloseTo(row[0]!, 10);
      // The fourth harmonic returns to itself after a quarter turn.
      expect(after[i]![4]).toBeCloseTo(row[4]!, 8);
    });
  });
});

describe('log-polar', () => {
  it('is waves of the logarithm of the radius, then cos mθ and sin mθ', async () => {
    const epsilon = 2 / 9; // a core of one pixel
    const { rows } = await encodePlaces(logPolar as Encoding, places.flat(), {
      options: { octaves: 2, harmonics: 3, core: 1 },
      plane: square,
    });
    const expected = places.map(([x, y]) => {
      const between = (radius: number) => Math.log(radius + epsilon) - Math.log(epsilon);
      const level = (2 * between(Math.hypot(x, y))) / between(Math.SQRT2) - 1;
      const phases = [Math.PI * level, 2 * Math.PI * level];
      return [...phases.map(Math.sin), ...phases.map(Math.cos), ...anglesOf(x, y, 3)];
    });
    expectRows(rows, expected);
  });
});

it.each([
  ['polar', polar as Encoding, 1],
  ['log-polar', logPolar as Encoding, 6],
])('%s: the pixel in the very middle has no direction', async (_, encoding, before) => {
  const grid = [...gridCoords(oddPlane.height, oddPlane.width)];
  const middle = (oddPlane.height * oddPlane.width - 1) / 2;
  expect(grid.slice(2 * middle, 2 * middle + 2)).toEqual([0, 0]);
  for (const precision of ['float32', 'float64'] as const) {
    const { rows } = await encodePlaces(encoding, grid, { precision });
    expect(rows[middle]!.slice(before).every((each) => each === 0)).toBe(true);
    const others = rows.filter((_row, pixel) => pixel !== middle);
    for (const row of others) {
      expect(Math.hypot(row[before]!, row[before + 4]!)).toBeCloseTo(1, 5); // cos θ, sin θ
    }
  }
});
