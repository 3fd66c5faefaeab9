/**
 * IDX, the format of MNIST: a header of big-endian numbers, then the values, row-major.
 *
 *   bytes 0–1   zero
 *   byte 2      type of the values
 *   byte 3      rank: number of dimensions, here 1 to 4
 *   4 · rank    sizes, uint32
 *   then        values, big-endian
 *
 * Whole numbers of 1, 2 and 4 bytes are read, floats refused by name.
 *
 * LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section FILE FORMATS.
 */
import { LabError } from '../../core/errors.ts';
import { shapeText, sizeOf, type Shape } from '../../core/shapes.ts';
import type { NamedBytes } from '../files/gzip.ts';

export type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array;

export interface IdxArray {
  readonly shape: Shape;
  readonly values: IdxValues;
}

interface IdxType {
  readonly code: number;
  readonly array: new (length: number) => IdxValues;
  get(view: DataView, offset: number): number;
  set(view: DataView, offset: number, value: number): void;
}

const types: readonly IdxType[] = [
  {
    code: 0x08,
    array: Uint8Array,
    get: (view, offset) => view.getUint8(offset),
    set: (view, offset, value) => view.setUint8(offset, value),
  },
  {
    code: 0x09,
    array: Int8Array,
    get: (view, offset) => view.getInt8(offset),
    set: (view, offset, value) => view.setInt8(offset, value),
  },
  {
    code: 0x0b,
    array: Int16Array,
    get: (view, offset) => view.getInt16(offset),
    set: (view, offset, value) => view.setInt16(offset, value),
  },
  {
    code: 0x0c,
    array: Int32Array,
    get: (view, offset) => view.getInt32(offset),
    set: (view, offset, value) => view.setInt32(offset, value),
  },
];
const refusedTypes: Readonly<Record<number, string>> = { 0x0d: 'float32', 0x0e: 'float64' };
const LARGEST_RANK = 4;

/** Reads a whole file. Sizes are checked by arithmetic before anything is allocated. */
export function readIdx(file: NamedBytes): IdxArray {
  const type = readType(file);
  const shape = readShape(file);
  const values = new type.array(expectLength(file, shape, type));
  const start = headerLength(shape);
  if (values instanceof Uint8Array) {
    values.set(file.bytes.subarray(start));
    return { shape, values };
  }
  const view = viewOf(file.bytes);
  for (let index = 0; index < values.length; index++) {
    values[index] = type.get(view, start + index * values.BYTES_PER_ELEMENT);
  }
  return { shape, values };
}

/** The bytes of an IDX file. */
export function writeIdx({ shape, values }: IdxArray): Uint8Array<ArrayBuffer> {
  if (sizeOf(shape) !== values.length) {
    throw new Error(`writeIdx: found ${values.length} values for shape [${shapeText(shape)}]`);
  }
  const type = types.find((each) => values instanceof each.array)!;
  const start = headerLength(shape);
  const bytes = new Uint8Array(start + values.byteLength);
  const view = viewOf(bytes);
  bytes.set([0, 0, type.code, shape.length]);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  values.forEach((value, index) => type.set(view, start + index * values.BYTES_PER_ELEMENT, value));
  return bytes;
}

const headerLength = (shape: Shape) => 4 + 4 * shape.length;
const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

function readType({ name, bytes }: NamedBytes): IdxType {
  const code = bytes[2];
  const type = types.find((each) => each.code === code);
  const zeros = bytes[0] === 0 && bytes[1] === 0;
  if (zeros && type) return type;
  const refused = code === undefined ? undefined : refusedTypes[code];
  if (zeros && refused) {
    throw new LabError('idx-type', {
      found: `${name}, which holds ${refused} values`,
      expected: 'uint8 images and whole-number labels',
      fix: 'convert the file to uint8 (0 = black, 255 = full)',
    });
  }
  throw new LabError('idx-magic', {
    found: `${name}, which begins with ${hexOf(bytes.subarray(0, 4)) || 'nothing'}`,
    expected: 'an IDX file, which begins with 00 00 08 and its number of dimensions',
    fix: 'choose the IDX files (…-idx3-ubyte, …-idx1-ubyte), packed as .gz or not',
  });
}

/** Bytes as `00 00 08 03`. */
export const hexOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

function readShape({ name, bytes }: NamedBytes): number[] {
  const rank = bytes[3] ?? 0;
  if (rank < 1 || rank > LARGEST_RANK) {
    throw new LabError('idx-rank', {
      found: `${name}, which says that it has ${rank} dimensions`,
      expected: '1 (labels), 3 (grey images) or 4 (images with channels)',
      fix: 'choose other files, or write these again',
    });
  }
  if (bytes.length < 4 + 4 * rank) {
    throw new LabError('idx-length', {
      found: `${name}, which ends at byte ${bytes.length}, within its header`,
      expected: `a header of ${4 + 4 * rank} bytes`,
      fix: 'download or copy it again',
    });
  }
  return Array.from({ length: rank }, (_, axis) => viewOf(bytes).getUint32(4 + 4 * axis));
}

/** The number of values, once it is sure that the file holds them all and nothing else. */
function expectLength({ name, bytes }: NamedBytes, shape: Shape, type: IdxType): number {
  const valueBytes = new type.array(0).BYTES_PER_ELEMENT;
  const lengthFor = (sizes: Shape) => headerLength(sizes) + sizeOf(sizes) * valueBytes;
  if (lengthFor(shape) === bytes.length) return sizeOf(shape);
  if (lengthFor(shape.map(swapBytes)) === bytes.length) {
    throw new LabError('idx-endian', {
      found: `${name}, whose sizes are stored with the lowest byte first`,
      expected: `big-endian sizes (${shapeText(shape.map(swapBytes))} would fit)`,
      fix: 'write the file again with big-endian numbers',
    });
  }
  throw new LabError('idx-length', {
    found: `${name} of ${bytes.length} bytes`,
    expected: `${lengthFor(shape)} bytes for its sizes ${shapeText(shape)}`,
    fix: 'download or copy it again: its header and its length do not agree',
  });
}

function swapBytes(word: number): number {
  const [a, b, c, d] = [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
