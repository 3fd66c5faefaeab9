/** Closed forms: the formula of each encoding of fixed or random waves, written out once more. */
import { describe, expect, it } from 'vitest';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { OptionRecord } from '../core/options.ts';
import { basic } from './basic.ts';
import { directional } from './directional.ts';
import type { Encoding, Plane } from './encoding.ts';
import fixture from './fixtures/features.json' with { type: 'json' };
import { gaussianFourier } from './gaussianFourier.ts';
import { integrated } from './integrated.ts';
import { linearSpaced } from './linearSpaced.ts';
import { logLinear } from './logLinear.ts';
import { logSpaced } from './logSpaced.ts';
import { raw } from './raw.ts';
import { rawRadius } from './rawRadius.ts';
import { encodePlaces, expectRows, oddPlane, places } from './testing.ts';
import { triangleWave } from './triangleWave.ts';
import { uniformFourier } from './uniformFourier.ts';

type Place = readonly [number, number];
const { PI } = Math;

const rowsOf = async (
  encoding: unknown,
  options: OptionRecord = {},
  given: Record<string, Float32Array> = {},
  plane: Plane = oddPlane,
) => (await encodePlaces(encoding as Encoding, places.flat(), { options, given, plane })).rows;

const sinesAndCosines = (phases: number[]) => [...phases.map(Math.sin), ...phases.map(Math.cos)];
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('raw', () => {
  it('is x and y as they are', async () => {
    expect(await rowsOf(raw)).toEqual(places.map((place) => [...place]));
  });

  it('has the radius from (0, 0) when asked', async () => {
    const expected = places.map(([x, y]) => [x, y, Math.hypot(x, y)]);
    expectRows(await rowsOf(rawRadius), expected, 5);
  });
});

describe('basic', () => {
  it('is cos and sin of 2πv with v in [0, 1] from edge to edge', async () => {
    const turned = (turns: number) =>
      places.map((place) => {
        const phases = place.map((c) => (2 * PI * turns * (c + 1)) / 2);
        return [...phases.map(Math.cos), ...phases.map(Math.sin)];
      });
    expectRows(await rowsOf(basic), turned(1));
    expectRows(await rowsOf(basic, { turns: 0.5 }), turned(0.5));
  });
});

describe('log-linear', () => {
  const waves = (octaves: number, place: Place) =>
    sinesAndCosines(place.flatMap((at) => range(octaves).map((k) => 2 ** k * PI * at)));

  it.each([1, 4, 10])('is sin and cos of 2^k π x for each of %i octaves', async (octaves) => {
    const found = await rowsOf(logLinear, { octaves, includeRaw: false });
    expectRows(
      found,
      places.map((place) => waves(octaves, place)),
    );
  });

  it('has the raw coordinates last when asked', async () => {
    const found = await rowsOf(logLinear, { octaves: 2, includeRaw: true });
    expectRows(
      found,
      places.map((place) => [...waves(2, place), ...place]),
    );
  });
});

describe('integrated', () => {
  it('is log-linear where a pixel has no extent', async () => {
    for (const includeRaw of [true, false]) {
      const options = { octaves: 5, includeRaw };
      const found = await rowsOf(integrated, { ...options, footprint: 0 });
      expectRows(found, await rowsOf(logLinear, options));
    }
  });

  it('is the mean of a wave over a Gaussian, by quadrature', async () => {
    const { octaves, footprint, features } = fixture.integrated;
    const { rows } = await encodePlaces(integrated as Encoding, fixture.places.flat(), {
      options: { octaves, footprint, includeRaw: false },
    });
    expectRows(rows, features);
  });
});

describe('linear-spaced', () => {
  it('steps evenly from 1 to the share of Nyquist, along each axis by its own pixels', async () => {
    const plane = { dimensions: 2, height: 40, width: 24 };
    const options = { waves: 3, share: 0.5, includeRaw: true };
    const frequencies = [
      [1, 3.5, 6], // 24 / 2 · 0.5 = 6
      [1, 5.5, 10],
    ];
    const expected = places.map((place) => [
      ...sinesAndCosines(place.flatMap((at, axis) => frequencies[axis]!.map((f) => PI * f * at))),
      ...place,
    ]);
    expectRows(await rowsOf(linearSpaced, options, {}, plane), expected);
  });

  it('has its fastest wave change sign from pixel to pixel at Nyquist', async () => {
    const plane = { dimensions: 1, height: 1, width: 8 };
    const centres = range(8).map((pixel) => ((pixel + 0.5) / 8) * 2 - 1);
    const { rows } = await encodePlaces(linearSpaced as Encoding, centres, {
      options: { waves: 2, share: 1, includeRaw: false },
      plane,
    });
    const fastest = rows.map((row) => Math.sign(row[1]!));
    expect(fastest).toEqual(range(8).map((pixel) => (pixel % 2 ? 1 : -1) * fastest[1]!));
  });
});

describe('log-spaced', () => {
  it('grows by equal factors from one wave over the image towards the fastest', async () => {
    const factors = [1, 3, 9].map((f) => PI * f); // 27^(0/3), 27^(1/3), 27^(2/3)
    const expected = places.map((place) =>
      sinesAndCosines(place.flatMap((at) => factors.map((factor) => factor * at))),
    );
    expectRows(await rowsOf(logSpaced, { waves: 3, fastest: 27 }), expected);
  });

  it('is log-linear where the fastest is 2^octaves', async () => {
    const octaves = await rowsOf(logLinear, { octaves: 5, includeRaw: false });
    expectRows(await rowsOf(logSpaced, { waves: 5, fastest: 32 }), octaves);
  });
});

describe('directional', () => {
  it('looks along x, y and both diagonals, from a quarter turn per unit', async () => {
    const expected = places.map(([x, y]) => {
      const along = [x, y, (x + y) / Math.SQRT2, (x - y) / Math.SQRT2];
      return sinesAndCosines(
        along.flatMap((at) => range(3).map((k) => (2 ** k * 2 * PI * at) / 4)),
      );
    });
    expectRows(await rowsOf(directional, { octaves: 3 }), expected);
  });
});

describe('triangle wave', () => {
  it('is |v − floor(v) − ½| · 4 − 1 with v = 2^(k−1) x + k/4 and x in [0, 1]', async () => {
    const expected = places.map((place) =>
      place.flatMap((at) =>
        range(4).map((k) => {
          const v = (2 ** (k - 1) * (at + 1)) / 2 + k / 4;
          return Math.abs(v - Math.floor(v) - 0.5) * 4 - 1;
        }),
      ),
    );
    expectRows(await rowsOf(triangleWave, { octaves: 4 }), expected);
  });

  it('falls once from edge to edge in its first octave', async () => {
    const { rows } = await encodePlaces(triangleWave as Encoding, [-1, -1, 0, 0, 1, 1], {
      options: { octaves: 1 },
    });
    expectRows(rows, [
      [1, 1],
      [0, 0],
      [-1, -1],
    ]);
  });
});

describe.each([
  ['Gaussian Fourier', gaussianFourier as Encoding, 2.5],
  ['uniform Fourier', uniformFourier as Encoding, 2.5 / Math.sqrt(3)],
])('%s', (_, encoding, deviation) => {
  it('is sin and cos of 2π (projection · place)', async () => {
    const projection = Float32Array.of(0.5, -1.25, 3, 0.75, 2, -0.125); // [2, 3 waves]
    const found = await rowsOf(encoding, { waves: 3, bandwidth: 1 }, { projection });
    const expected = places.map(([x, y]) =>
      sinesAndCosines(
        range(3).map((wave) => 2 * PI * (x * projection[wave]! + y * projection[3 + wave]!)),
      ),
    );
    expectRows(found, expected);
  });

  it('draws its waves by the bandwidth, in cycles per unit, and keeps them', () => {
    const [projection] = encoding.parameters({ waves: 512, bandwidth: 2.5 }, oddPlane);
    expect(projection!.trained).toBe(false);
    const values = initialise(projection!, createRandom(1).stream('init/encoding/projection'));
    const found = Math.sqrt(values.reduce((sum, each) => sum + each * each, 0) / values.length);
    expect(Math.abs(found / deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * 1024)); // 4 errors
    if (encoding.id === 'uniform-fourier') {
      expect(values.every((each) => Math.abs(each) <= 2.5)).toBe(true);
    }
  });

  it('tells nothing of a place at bandwidth 0', async () => {
    const found = await rowsOf(encoding, { waves: 2, bandwidth: 0 });
    expectRows(
      found,
      places.map(() => [0, 0, 1, 1]),
    );
  });
});
