/**
 * IDX, the format of MNIST: a header of big-endian numbers, then the values, row-major.
 *
 *   bytes 0–1   zero
 *   byte 2      type of the values
 *   byte 3      rank: number of dimensions, here 1 to 4
 *   4 · rank    sizes, uint32
 *   then        values, big-endian
 *
 * Whole numbers of 1, 2 and 4 bytes are read, and floats of 4 and 8.
 *
 * LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section FILE FORMATS.
 */
import { LabError } from '../../core/errors.ts';
import { shapeText, sizeOf, type Shape } from '../../core/shapes.ts';
import type { NamedBytes } from '../files/gzip.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { ArraySource } from './arrays/arraySource.ts';

export type IdxValues =
  Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface IdxArray {
  readonly shape: Shape;
  readonly values: IdxValues;
}

interface IdxType {
  readonly code: number;
  readonly name: string;
  readonly array: (new (length: number) => IdxValues) & { readonly BYTES_PER_ELEMENT: number };
  get(view: DataView, offset: number): number;
  set(view: DataView, offset: number, value: number): void;
}

const types: readonly IdxType[] = [
  {
    code: 0x08,
    name: 'uint8',
    array: Uint8Array,
    get: (view, offset) => view.getUint8(offset),
    set: (view, offset, value) => view.setUint8(offset, value),
  },
  {
    code: 0x09,
    name: 'int8',
    array: Int8Array,
    get: (view, offset) => view.getInt8(offset),
    set: (view, offset, value) => view.setInt8(offset, value),
  },
  {
    code: 0x0b,
    name: 'int16',
    array: Int16Array,
    get: (view, offset) => view.getInt16(offset),
    set: (view, offset, value) => view.setInt16(offset, value),
  },
  {
    code: 0x0c,
    name: 'int32',
    array: Int32Array,
    get: (view, offset) => view.getInt32(offset),
    set: (view, offset, value) => view.setInt32(offset, value),
  },
  {
    code: 0x0d,
    name: 'float32',
    array: Float32Array,
    get: (view, offset) => view.getFloat32(offset),
    set: (view, offset, value) => view.setFloat32(offset, value),
  },
  {
    code: 0x0e,
    name: 'float64',
    array: Float64Array,
    get: (view, offset) => view.getFloat64(offset),
    set: (view, offset, value) => view.setFloat64(offset, value),
  },
];
const LARGEST_RANK = 4;

/** Its header, checked against the length of the file; values are read when they are asked for. */
export async function openIdx(file: SourceFile): Promise<Omit<ArraySource, 'key'>> {
  const { type, shape } = readHeader(
    file,
    await file.slice(0, headerLength({ length: LARGEST_RANK })),
  );
  const read = async () => valuesOf(await file.read(), type, shape);
  return { name: file.name, shape, type: type.name, read };
}

/** Reads a whole file. */
export function readIdx({ name, bytes }: NamedBytes): IdxArray {
  const { type, shape } = readHeader({ name, size: bytes.length }, bytes);
  return { shape, values: valuesOf(bytes, type, shape) };
}

interface IdxFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

interface IdxHeader {
  readonly type: IdxType;
  readonly shape: Shape;
}

/** Sizes are checked by arithmetic before anything is allocated. */
function readHeader(file: IdxFile, start: Uint8Array): IdxHeader {
  const type = readType(file, start);
  const shape = readShape(file, start);
  expectLength(file, shape, type);
  return { type, shape };
}

function valuesOf(bytes: Uint8Array<ArrayBuffer>, type: IdxType, shape: Shape): IdxValues {
  const begin = headerLength(shape);
  if (type.array === Uint8Array) return bytes.subarray(begin);
  const values = new type.array(sizeOf(shape));
  const view = viewOf(bytes);
  for (let index = 0; index < values.length; index++) {
    values[index] = type.get(view, begin + index * values.BYTES_PER_ELEMENT);
  }
  return values;
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

const headerLength = ({ length }: { length: number }) => 4 + 4 * length;
const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

function readType({ name }: IdxFile, start: Uint8Array): IdxType {
  const type = types.find((each) => each.code === start[2]);
  if (start[0] === 0 && start[1] === 0 && type) return type;
  throw new LabError('idx-magic', {
    found: `${name}, which begins with ${hexOf(start.subarray(0, 4)) || 'nothing'}`,
    expected: 'an IDX file, which begins with 00 00 08 and its number of dimensions',
    fix: 'choose the IDX files (…-idx3-ubyte, …-idx1-ubyte), packed as .gz or not',
  });
}

/** Bytes as `00 00 08 03`. */
const hexOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

function readShape({ name, size }: IdxFile, start: Uint8Array): number[] {
  const rank = start[3] ?? 0;
  if (rank < 1 || rank > LARGEST_RANK) {
    throw new LabError('idx-rank', {
      found: `${name}, which says that it has ${rank} dimensions`,
      expected: '1 (labels), 3 (grey images) or 4 (images with channels)',
      fix: 'choose other files, or write these again',
    });
  }
  if (size < headerLength({ length: rank })) {
    throw new LabError('idx-length', {
      found: `${name}, which ends at byte ${size}, within its header`,
      expected: `a header of ${headerLength({ length: rank })} bytes`,
      fix: 'download or copy it again',
    });
  }
  return Array.from({ length: rank }, (_, axis) => viewOf(start).getUint32(4 + 4 * axis));
}

/** Throws unless the file holds all values and nothing else. */
function expectLength({ name, size }: IdxFile, shape: Shape, type: IdxType): void {
  const valueBytes = type.array.BYTES_PER_ELEMENT;
  const lengthFor = (sizes: Shape) => headerLength(sizes) + sizeOf(sizes) * valueBytes;
  if (lengthFor(shape) === size) return;
  if (lengthFor(shape.map(swapBytes)) === size) {
    throw new LabError('idx-endian', {
      found: `${name}, whose sizes are stored with the lowest byte first`,
      expected: `big-endian sizes (${shapeText(shape.map(swapBytes))} would fit)`,
      fix: 'write the file again with big-endian numbers',
    });
  }
  throw new LabError('idx-length', {
    found: `${name} of ${size} bytes`,
    expected: `${lengthFor(shape)} bytes for its sizes ${shapeText(shape)}`,
    fix: 'download or copy it again: its header and its length do not agree',
  });
}

function swapBytes(word: number): number {
  const [a, b, c, d] = [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
