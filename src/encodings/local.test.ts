/** Encodings that light up near a place: against their formulas and SciPy's integral. */
import { describe, expect, it } from 'vitest';
import { gridCoords } from '../core/coordinates.ts';
import type { Encoding } from './encoding.ts';
import fixture from './fixtures/features.json' with { type: 'json' };
import { gaussianRbf } from './gaussianRbf.ts';
import { oneBlob } from './oneBlob.ts';
import { oneHot } from './oneHot.ts';
import { tents } from './tents.ts';
import { encodePlaces, expectRows, places } from './testing.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('one-hot', () => {
  const plane = { dimensions: 2, height: 3, width: 4 };
  it('marks the column, then the row, of every pixel', async () => {
    const { rows } = await encodePlaces(oneHot as Encoding, [...gridCoords(3, 4)], { plane });
    const expected = range(12).map((pixel) => [
      ...range(4).map((column) => Number(pixel % 4 === column)),
      ...range(3).map((line) => Number(Math.floor(pixel / 4) === line)),
    ]);
    expect(rows).toEqual(expected);
  });

  it('takes the nearest pixel, the border outside, and larger bins', async () => {
    const given = [-0.51, 0.3, -9, 9];
    const fine = await encodePlaces(oneHot as Encoding, given, { plane });
    expect(fine.rows).toEqual([
      [1, 0, 0, 0, 0, 1, 0],
      [1, 0, 0, 0, 0, 0, 1],
    ]);
    const coarse = await encodePlaces(oneHot as Encoding, given, { plane, options: { size: 2 } });
    expect(coarse.rows).toEqual([
      [1, 0, 1, 0],
      [1, 0, 0, 1],
    ]);
  });
});

describe('one-blob', () => {
  const { bins, features } = fixture.oneBlob;
  it('is the quartic bump integrated over each bin', async () => {
    const { rows } = await encodePlaces(oneBlob as Encoding, fixture.places.flat(), {
      options: { bins },
    });
    expectRows(rows, features, 8);
  });

  it('shares one whole bump among the bins where none is cut off', async () => {
    const { rows } = await encodePlaces(oneBlob as Encoding, [0.3, -0.2], {
      options: { bins: 16 },
    });
    const total = rows[0]!.reduce((sum, each) => sum + each, 0);
    expect(total).toBeCloseTo(2, 10); // one for each axis
  });
});

describe('tents', () => {
  it('fall in straight lines from each centre', async () => {
    const { rows } = await encodePlaces(tents as Encoding, [-0.75, 0.1, 0.9, -3], {
      options: { centres: 4, spread: 1 },
    });
    expectRows(rows, [
      [1, 0, 0, 0, 0, 0.3, 0.7, 0],
      [0, 0, 0, 0.7, 0, 0, 0, 0],
    ]);
  });

  it('sum to 1 along each axis between the outermost centres', async () => {
    const given = [-0.9, -0.31, 0.2, 0.5, 0.77, 0.9];
    const { rows } = await encodePlaces(tents as Encoding, given, { options: { centres: 10 } });
    for (const row of rows) {
      expect(row.slice(0, 10).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 10);
    }
  });
});

describe('Gaussian bumps', () => {
  const centres = [-0.75, -0.25, 0.25, 0.75];
  const options = { centres: 4, spread: 0.8 };
  const near = (distance: number) => Math.exp(-(distance ** 2) / (2 * 0.4 ** 2)); // 0.8 · 0.5

  it('measure how near each axis is to each centre', async () => {
    const { rows } = await encodePlaces(gaussianRbf as Encoding, places.flat(), { options });
    expectRows(
      rows,
      places.map((place) => place.flatMap((at) => centres.map((centre) => near(at - centre)))),
    );
  });

  it('measure how near the place is to each centre of a grid', async () => {
    const { rows } = await encodePlaces(gaussianRbf as Encoding, places.flat(), {
      options: { ...options, arrangement: 'grid' },
    });
    const expected = places.map(([x, y]) =>
      centres.flatMap((cx) => centres.map((cy) => near(Math.hypot(x - cx, y - cy)))),
    );
    expectRows(rows, expected);
  });
});
