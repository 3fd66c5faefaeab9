/** For the tests alone: what an encoding says of places, as plain rows of numbers. */
import { expect } from 'vitest';
import { evaluate } from '../core/differentiation.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import type { Encoding, Plane } from './encoding.ts';

/** Pixel centres, half-way between them, edges, and outside: none is special. */
export const places: readonly (readonly [number, number])[] = [
  [-0.75, 0.25],
  [-0.5, 0],
  [0, 0],
  [1, -1],
  [1.5, -2.25],
  [0.1234, -0.987],
];

export interface Question {
  /** Those that are missing have their default. */
  readonly options?: OptionRecord;
  readonly plane?: Plane;
  readonly precision?: 'float32' | 'float64';
  /** Of the first values of parameters that are not given. */
  readonly seed?: number;
  readonly given?: Readonly<Record<string, Float64Array | Float32Array>>;
}

/** Neither square nor even: x and y cannot be confused, and a pixel lies exactly in the middle. */
export const oddPlane: Plane = { dimensions: 2, height: 7, width: 5 };

/**
 * @param places flat: [rows * dimensions]
 * @returns rows of features, and how many arrays were not freed
 */
export async function encodePlaces(
  encoding: Encoding,
  places: readonly number[],
  { options = {}, plane = oddPlane, precision = 'float64', seed = 1, given = {} }: Question = {},
): Promise<{ rows: number[][]; leaked: number }> {
  const kernels = createHostKernels(precision);
  const chosen = { ...defaultsOf(encoding.options), ...options };
  const random = createRandom(seed);
  const parameters = new Map(
    encoding.parameters(chosen, plane).map((each) => {
      const drawn = () => initialise(each, random.stream(`init/encoding/${each.name}`));
      return [each.name, kernels.fromHost(given[each.name] ?? drawn(), each.shape)];
    }),
  );
  const before = kernels.count();
  const count = places.length / plane.dimensions;
  const { features } = evaluate(kernels, parameters, (ops, parameter) => {
    const coords = ops.constant(places, [count, plane.dimensions]);
    const positions = Float32Array.from(places);
    const context = { options: chosen, plane, positions };
    return { features: encoding.encode(ops, parameter, coords, context) };
  });
  const leaked = kernels.count() - before - 1;
  const [found, width] = features!.shape as [number, number];
  const values = [...(await kernels.read(features!))];
  const rows = Array.from({ length: found }, (_, row) =>
    values.slice(row * width, (row + 1) * width),
  );
  return { rows, leaked };
}

/** Compares rows entry by entry; `digits` after the point. */
export function expectRows(
  found: number[][],
  expected: readonly (readonly number[])[],
  digits = 10,
) {
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  found.forEach((row, i) =>
    row.forEach((value, feature) => expect(value).toBeCloseTo(expected[i]![feature]!, digits)),
  );
}
