/** An array of numbers in a file, of which shape and type are known before its values are read. */
import type { Shape } from '../../../core/shapes.ts';

export type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

export interface ArraySource {
  /** For errors: `faces.npz › x_train.npy`. */
  readonly name: string;
  /** By which its part and kind are told, unique among the arrays: `x_train`. */
  readonly key: string;
  readonly shape: Shape;
  /** As NumPy calls it: `uint8`, `float32`, `bool`. */
  readonly type: string;
  /** All values, row-major. */
  read(): Promise<Numbers>;
}

/** Values between two breaths: a few milliseconds of work. */
const CHUNK = 2 ** 20;

/** Ranges that cover `length` values, of about a million each. */
export function* chunksOf(length: number): Generator<readonly [begin: number, end: number]> {
  for (let begin = 0; begin < length; begin += CHUNK) {
    yield [begin, Math.min(length, begin + CHUNK)];
  }
}

export const isFloat = (values: Numbers) =>
  values instanceof Float32Array || values instanceof Float64Array;
