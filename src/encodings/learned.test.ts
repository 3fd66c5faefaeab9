/** Learned encodings: against PyTorch's sampling, the paper's hash, and their published starts. */
import { describe, expect, it } from 'vitest';
import { gridCoords } from '../core/coordinates.ts';
import { countParameters, initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import { sizeOf } from '../core/shapes.ts';
import type { Encoding } from './encoding.ts';
import { factorisedTable } from './factorisedTable.ts';
import fixture from './fixtures/features.json' with { type: 'json' };
import { gabor } from './gabor.ts';
import { hashGrid } from './hashGrid.ts';
import { learnedSine } from './learnedSine.ts';
import { learnedTable } from './learnedTable.ts';
import { encodePlaces, expectRows, oddPlane, places } from './testing.ts';

const plane28 = { dimensions: 2, height: 28, width: 28 };
const table = (size: number) => Float64Array.from({ length: size }, (_, i) => Math.sin(1 + i));
const first = (encoding: Encoding, options: Parameters<Encoding['parameters']>[0]) =>
  encoding
    .parameters(options, plane28)
    .map((each) => ({ ...each, values: initialise(each, createRandom(1).stream(each.name)) }));

describe('learned sine', () => {
  it('is sin(W c + b)', async () => {
    const weight = Float32Array.of(0.5, -1.25, 3, 0.75, 2, -0.125); // [2, 3 waves]
    const bias = Float32Array.of(0.1, -0.2, 0.3);
    const { rows } = await encodePlaces(learnedSine as Encoding, places.flat(), {
      options: { waves: 3 },
      given: { weight, bias },
    });
    const expected = places.map(([x, y]) =>
      [0, 1, 2].map((i) => Math.sin(x * weight[i]! + y * weight[3 + i]! + bias[i]!)),
    );
    expectRows(rows, expected);
  });

  it('starts as CIPS: weights from U(±√(9/2))', () => {
    const [weight] = first(learnedSine as Encoding, { waves: 512, spread: 1, start: 'random' });
    const largest = Math.max(...weight!.values.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(Math.fround(Math.sqrt(4.5)));
    expect(largest).toBeGreaterThan(0.98 * Math.sqrt(4.5));
    expect(weight!.trained).toBe(true);
  });

  it('starts as CoordiNet: half the waves see rows, half columns, at 28 k / waves', () => {
    const options = { waves: 7, spread: 1, start: 'axis-aligned' };
    const [weight] = first(learnedSine as Encoding, options);
    const steps = [0, 4, 8, 12];
    expect([...weight!.values.slice(0, 7)]).toEqual([0, 0, 0, ...steps]); // x, from column 3 on
    expect([...weight!.values.slice(7)]).toEqual([...steps.slice(0, 3), 0, 0, 0, 0]); // y
  });
});

describe('learned Gabor', () => {
  it('is a bump times a wave', async () => {
    const given = {
      centre: Float64Array.of(0.5, -0.25, -1, 0.75), // [2 waves, 2]
      narrowness: Float64Array.of(2, -0.5),
      frequency: Float64Array.of(3, 1.5, -2, 4), // [2, 2 waves]
      phase: Float64Array.of(0.3, -1),
    };
    const { rows } = await encodePlaces(gabor as Encoding, places.flat(), {
      options: { waves: 2 },
      given,
    });
    const expected = places.map(([x, y]) => [
      Math.exp(-2 * ((x - 0.5) ** 2 + (y + 0.25) ** 2)) * Math.sin(3 * x - 2 * y + 0.3),
      Math.exp(-0.125 * ((x + 1) ** 2 + (y - 0.75) ** 2)) * Math.sin(1.5 * x + 4 * y - 1),
    ]);
    expectRows(rows, expected);
  });
});

describe('learned table', () => {
  it('is bilinear between pixels and held at the border, as grid_sample', async () => {
    const { features, values } = fixture.learnedTable;
    const { rows } = await encodePlaces(learnedTable as Encoding, fixture.places.flat(), {
      options: { features },
      given: { table: table(7 * 5 * features) },
    });
    expectRows(rows, values, 5); // weights are float32
  });

  it('has an entry for each pixel, in the order of pixels', async () => {
    const { rows } = await encodePlaces(learnedTable as Encoding, [...gridCoords(7, 5)], {
      options: { features: 2 },
      given: { table: table(70) },
    });
    expectRows(
      rows,
      Array.from({ length: 35 }, (_, pixel) => [...table(70).slice(2 * pixel, 2 * pixel + 2)]),
      5,
    );
  });

  it('starts from N(0, deviation²)', () => {
    const [{ values, trained }] = first(learnedTable as Encoding, {
      features: 8,
      deviation: 0.5,
    }) as [ReturnType<typeof first>[number]];
    const found = Math.sqrt(values.reduce((sum, each) => sum + each * each, 0) / values.length);
    expect(Math.abs(found / 0.5 - 1)).toBeLessThan(4 / Math.sqrt(2 * values.length));
    expect(trained).toBe(true);
  });

  it('refuses a table of more than 64 MiB', () => {
    const fault = (height: number, features: number) =>
      (learnedTable as Encoding).fault?.(
        { features, deviation: 1 },
        { dimensions: 2, height, width: 256 },
      );
    expect(fault(128, 512)).toBeUndefined(); // 2^15 * 2^9 * 4 bytes = 64 MiB
    expect(fault(129, 512)).toMatch(/65 MiB.*; choose fewer features/);
  });
});

describe('row and column tables', () => {
  const given = { column: table(5 * 2), row: table(7 * 2).map((value) => 10 * value) };
  const centres = [...gridCoords(7, 5)];
  const entry = (values: Float64Array, at: number) => [...values.slice(2 * at, 2 * at + 2)];

  it('add or join what belongs to the column and to the row', async () => {
    const joined = await encodePlaces(factorisedTable as Encoding, centres, {
      options: { features: 2, joined: 'side-by-side' },
      given,
    });
    const expected = Array.from({ length: 35 }, (_, pixel) => [
      ...entry(given.column, pixel % 5),
      ...entry(given.row, Math.floor(pixel / 5)),
    ]);
    expectRows(joined.rows, expected, 4);
    const summed = await encodePlaces(factorisedTable as Encoding, centres, {
      options: { features: 2, joined: 'sum' },
      given,
    });
    expectRows(
      summed.rows,
      expected.map(([a, b, c, d]) => [a! + c!, b! + d!]),
      4,
    );
  });

  it('are linear half-way between pixels', async () => {
    const { rows } = await encodePlaces(factorisedTable as Encoding, [0.2, 0], {
      options: { features: 2, joined: 'side-by-side' },
      given,
    });
    const [left, right] = [entry(given.column, 2), entry(given.column, 3)];
    const middle = left.map((value, i) => (value + right[i]!) / 2);
    expectRows(rows, [[...middle, ...entry(given.row, 3)]], 5);
  });
});

describe('hash grid', () => {
  it.each(fixture.hashGrids.map((each, i) => [i, each] as const))(
    'is what the paper says: case %i',
    async (_, { options, rows: entries, features }) => {
      const chosen = { ...options, start: 1e-4 };
      const [parameter] = (hashGrid as Encoding).parameters(chosen, oddPlane);
      expect(parameter!.shape).toEqual([entries, options.featuresPerLevel]);
      const { rows } = await encodePlaces(hashGrid as Encoding, fixture.places.flat(), {
        options,
        given: { table: table(sizeOf(parameter!.shape)) },
      });
      expectRows(rows, features, 5);
    },
  );

  it('has cases with levels that are hashed, and without', () => {
    expect(fixture.hashGrids.map(({ hashed }) => hashed > 0)).toEqual([true, false, true]);
  });

  it('starts from U(±1e-4)', () => {
    const options = { levels: 6, featuresPerLevel: 4, log2Table: 12, base: 4, finest: 28 };
    const [{ values }] = first(hashGrid as Encoding, { ...options, start: 1e-4 }) as [
      ReturnType<typeof first>[number],
    ];
    const largest = Math.max(...values.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(1.0001e-4);
    expect(largest).toBeGreaterThan(0.99e-4);
  });

  it('says what cannot work', () => {
    const defaults = { levels: 6, featuresPerLevel: 4, log2Table: 12, base: 4, finest: 28 };
    const fault = (changed: object) =>
      (hashGrid as Encoding).fault?.({ ...defaults, start: 1e-4, ...changed }, plane28);
    expect(fault({})).toBeUndefined();
    expect(fault({ finest: 3 })).toMatch(/finest resolution is 3, below .* 4; raise/);
    const huge = { levels: 16, featuresPerLevel: 8, log2Table: 19, base: 64, finest: 1024 };
    expect(fault(huge)).toMatch(/MiB and 64 is the most; choose a smaller table/);
    const parameters = (hashGrid as Encoding).parameters(
      { ...defaults, start: 1e-4, log2Table: 4, finest: 512 },
      plane28,
    );
    expect(countParameters(parameters)).toBe(6 * 16 * 4); // the bound on the table holds
  });
});
