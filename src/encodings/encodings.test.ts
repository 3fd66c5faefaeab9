/** Closed forms: each encoding's formula, written out once more in plain numbers. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import type { OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { Encoding } from './encoding.ts';
import { gaussianFourier } from './gaussianFourier.ts';
import { logLinear } from './logLinear.ts';
import { raw } from './raw.ts';

/** Pixel centres, half-way between them, edges, and outside: none is special. */
const places: readonly (readonly [number, number])[] = [
  [-0.75, 0.25],
  [-0.5, 0],
  [0, 0],
  [1, -1],
  [1.5, -2.25],
  [0.1234, -0.987],
];

const plane = { dimensions: 2, height: 6, width: 5 };

/** Rows of features in float64, with given values for the parameters. */
async function encode<Options extends OptionRecord>(
  encoding: Encoding,
  options: Options,
  given: Readonly<Record<string, Float32Array>> = {},
): Promise<number[][]> {
  const kernels = createHostKernels('float64');
  const parameters = new Map(
    encoding
      .parameters(options, plane)
      .map(({ name, shape }) => [name, kernels.fromHost(given[name]!, shape)]),
  );
  const { features } = evaluate(kernels, parameters, (ops, parameter) => {
    const coords = ops.constant(places.flat(), [places.length, 2]);
    const positions = Float32Array.from(places.flat());
    return { features: encoding.encode(ops, parameter, coords, { options, plane, positions }) };
  });
  const values = [...(await kernels.read(features!))];
  const width = features!.shape[1]!;
  return places.map((_, row) => values.slice(row * width, (row + 1) * width));
}

function expectRows(found: number[][], expected: number[][]) {
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  found.forEach((row, i) =>
    row.forEach((value, feature) => expect(value).toBeCloseTo(expected[i]![feature]!, 10)),
  );
}

describe('raw', () => {
  it('is x and y as they are', async () => {
    expect(await encode(raw as Encoding, {})).toEqual(places.map((place) => [...place]));
  });
});

describe('log-linear', () => {
  const waves = (octaves: number, [x, y]: readonly [number, number]) => {
    const phases = [x, y].flatMap((at) =>
      Array.from({ length: octaves }, (_, octave) => 2 ** octave * Math.PI * at),
    );
    return [...phases.map(Math.sin), ...phases.map(Math.cos)];
  };

  it.each([1, 4, 10])('is sin and cos of 2^k π x for each of %i octaves', async (octaves) => {
    const found = await encode(logLinear as Encoding, { octaves, includeRaw: false });
    expectRows(
      found,
      places.map((place) => waves(octaves, place)),
    );
  });

  it('has the raw coordinates last when asked', async () => {
    const found = await encode(logLinear as Encoding, { octaves: 2, includeRaw: true });
    expectRows(
      found,
      places.map((place) => [...waves(2, place), ...place]),
    );
  });
});

describe('Gaussian Fourier', () => {
  it('is sin and cos of 2π (projection · place)', async () => {
    const projection = Float32Array.of(0.5, -1.25, 3, 0.75, 2, -0.125); // [2, 3 waves]
    const options = { waves: 3, bandwidth: 1 };
    const found = await encode(gaussianFourier as Encoding, options, { projection });
    const expected = places.map(([x, y]) => {
      const phases = [0, 1, 2].map(
        (wave) => 2 * Math.PI * (x * projection[wave]! + y * projection[3 + wave]!),
      );
      return [...phases.map(Math.sin), ...phases.map(Math.cos)];
    });
    expectRows(found, expected);
  });

  it('draws its waves with the bandwidth as deviation, in cycles per unit, and keeps them', () => {
    const [projection] = gaussianFourier.parameters({ waves: 512, bandwidth: 2.5 }, plane);
    expect(projection!.trained).toBe(false);
    const values = initialise(projection!, createRandom(1).stream('init/encoding/projection'));
    const deviation = Math.sqrt(values.reduce((sum, each) => sum + each * each, 0) / values.length);
    expect(Math.abs(deviation / 2.5 - 1)).toBeLessThan(4 / Math.sqrt(2 * 1024)); // 4 errors
  });

  it('tells nothing of a place at bandwidth 0', async () => {
    const projection = new Float32Array(4);
    const found = await encode(
      gaussianFourier as Encoding,
      { waves: 2, bandwidth: 0 },
      { projection },
    );
    expectRows(
      found,
      places.map(() => [0, 0, 1, 1]),
    );
  });
});
