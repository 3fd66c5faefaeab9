/** Lists of pixel values in rows, nested as images are or flat, as one array. */
import { LabError } from '../../core/errors.ts';
import { shapeText, sizeOf, type Shape } from '../../core/shapes.ts';
import type { ArraySource } from './arrays/arraySource.ts';

export interface NumberRows {
  /** @param place of the row, for errors: `a.parquet, row 17` */
  add(values: unknown, place: string): void;
  /** All rows as one array: bytes where all values are whole numbers from 0 to 255. */
  array(name: string): ArraySource;
}

/** Numbers in a piece; pieces are joined at the end. */
const PIECE = 2 ** 20;

export function collectNumbers(): NumberRows {
  const pieces: (Float32Array | Uint8Array)[] = [];
  let [piece, filled, count] = [new Float32Array(0), 0, 0];
  let shape: Shape | undefined;
  const close = () => {
    if (filled > 0) pieces.push(asBytes(piece.subarray(0, filled)));
    filled = 0;
  };
  return {
    add(values, place) {
      const found = shapeOfList(values);
      shape ??= found;
      if (shapeText(found) !== shapeText(shape)) throw otherShape(place, found, shape);
      const size = sizeOf(shape);
      if (filled + size > piece.length) {
        close();
        piece = new Float32Array(Math.max(PIECE, size));
      }
      const end = fill(values, piece, filled, place);
      if (end !== filled + size) throw otherShape(place, [end - filled], shape);
      filled = end;
      count++;
    },
    array(name) {
      close();
      const areBytes = pieces.every((each) => each instanceof Uint8Array);
      const length = count * sizeOf(shape ?? [0]);
      const values = areBytes ? new Uint8Array(length) : new Float32Array(length);
      let at = 0;
      for (const each of pieces) {
        values.set(each, at);
        at += each.length;
      }
      const type = areBytes ? 'uint8' : 'float32';
      const read = () => Promise.resolve(values);
      return { name, key: name, shape: [count, ...(shape ?? [0])], type, read };
    },
  };
}

function asBytes(values: Float32Array): Float32Array | Uint8Array {
  return values.every((value) => (value & 255) === value)
    ? Uint8Array.from(values)
    : values.slice();
}

/** By the first element of each list. */
function shapeOfList(values: unknown): number[] {
  const isList = Array.isArray(values) || ArrayBuffer.isView(values);
  if (!isList) return [];
  const list = values as ArrayLike<unknown>;
  return [list.length, ...shapeOfList(list[0])];
}

function fill(values: unknown, into: Float32Array, begin: number, place: string): number {
  if (Array.isArray(values) || ArrayBuffer.isView(values)) {
    let at = begin;
    for (const value of values as unknown as Iterable<unknown>) at = fill(value, into, at, place);
    return at;
  }
  if (typeof values !== 'number' && typeof values !== 'bigint' && typeof values !== 'boolean') {
    throw new LabError('parquet-value', {
      found: `${place}, in whose pixels ${values === null ? 'one is missing' : 'one is no number'}`,
      expected: 'a number for each pixel',
      fix: 'leave out that row',
    });
  }
  if (begin < into.length) into[begin] = Number(values);
  return begin + 1;
}

function otherShape(place: string, found: Shape, expected: Shape): LabError {
  return new LabError('parquet-row', {
    found: `${place}, with ${shapeText(found)} pixel values`,
    expected: `${shapeText(expected)}, as in the first row`,
    fix: 'leave out that row, or bring all images to one size',
  });
}
