/**
 * NPY, NumPy's file for one array.
 *
 *   bytes 0–5   \x93NUMPY
 *   bytes 6–7   version: 1, 2 or 3, and 0
 *   then        length of the header: uint16 in version 1, uint32 from 2 on, little-endian
 *   then        the header (npyHeader.ts), then the values
 *
 * Booleans, whole numbers of 1 to 8 bytes and floats of 2, 4 and 8 are read, in either byte order and
 * either order of axes. Pickled objects are refused: reading them runs code. So are records, complex
 * numbers, dates and texts.
 *
 * NumPy Enhancement Proposal 1; numpy.lib.format.
 */
import { LabError } from '../../core/errors.ts';
import { shapeText, sizeOf, stridesOf, type Shape } from '../../core/shapes.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { ArraySource, Numbers } from './arrays/arraySource.ts';
import { parseNpyHeader, type NpyHeader } from './npyHeader.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Bytes of the longest header that is read: NumPy's own limit. */
const LONGEST_HEADER = 10_000;
/** Bytes before the header, at most. */
const PREAMBLE = 12;

export const isNpy = (start: Uint8Array) => MAGIC.every((byte, index) => start[index] === byte);

interface NpyType {
  readonly name: string;
  readonly bytes: number;
  /** From bytes in the order of this machine, which is little-endian. */
  convert(buffer: ArrayBuffer, name: string): Numbers;
}

const types: Readonly<Record<string, NpyType>> = {
  b1: { name: 'bool', bytes: 1, convert: (buffer) => new Uint8Array(buffer) },
  u1: { name: 'uint8', bytes: 1, convert: (buffer) => new Uint8Array(buffer) },
  i1: { name: 'int8', bytes: 1, convert: (buffer) => new Int8Array(buffer) },
  u2: { name: 'uint16', bytes: 2, convert: (buffer) => new Uint16Array(buffer) },
  i2: { name: 'int16', bytes: 2, convert: (buffer) => new Int16Array(buffer) },
  u4: { name: 'uint32', bytes: 4, convert: (buffer) => new Uint32Array(buffer) },
  i4: { name: 'int32', bytes: 4, convert: (buffer) => new Int32Array(buffer) },
  u8: {
    name: 'uint64',
    bytes: 8,
    convert: (buffer, name) => narrow(new BigUint64Array(buffer), name),
  },
  i8: {
    name: 'int64',
    bytes: 8,
    convert: (buffer, name) => narrow(new BigInt64Array(buffer), name),
  },
  f2: { name: 'float16', bytes: 2, convert: (buffer) => halfFloats(new Uint16Array(buffer)) },
  f4: { name: 'float32', bytes: 4, convert: (buffer) => new Float32Array(buffer) },
  f8: { name: 'float64', bytes: 8, convert: (buffer) => new Float64Array(buffer) },
};

const refusedKinds: Readonly<Record<string, string>> = {
  c: 'complex numbers',
  S: 'texts',
  a: 'texts',
  U: 'texts',
  V: 'raw records',
  M: 'dates',
  m: 'durations',
  f: 'floats of this width',
};

/** Its header, checked against the length of the file; values are read when they are asked for. */
export async function openNpy(file: SourceFile): Promise<Omit<ArraySource, 'key'>> {
  const { header, begin } = await readHeader(file);
  const type = readType(file.name, header);
  expectLength(file, begin, header.shape, type);
  const read = async () => {
    const bytes = await file.slice(begin, file.size);
    if (header.descr!.startsWith('>')) reverseEach(bytes, type.bytes);
    const values = type.convert(bytes.buffer, file.name);
    return header.fortranOrder ? fromColumnMajor(values, header.shape) : values;
  };
  return { name: file.name, shape: header.shape, type: type.name, read };
}

async function readHeader(file: SourceFile): Promise<{ header: NpyHeader; begin: number }> {
  const start = await file.slice(0, Math.min(file.size, PREAMBLE + LONGEST_HEADER));
  if (!isNpy(start)) throw notNpy(file, 'does not begin with \\x93NUMPY');
  const version = start[6]!;
  if (start.length < PREAMBLE || version < 1 || version > 3 || start[7] !== 0) {
    throw notNpy(file, `is of version ${version}.${start[7]}, or breaks off`);
  }
  const view = new DataView(start.buffer);
  const [length, preamble] =
    version === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  if (length > LONGEST_HEADER) throw notNpy(file, `has a header of ${length} bytes`);
  if (preamble + length > file.size) {
    throw notNpy(file, `breaks off within its header of ${length} bytes, at byte ${file.size}`);
  }
  const decoder = new TextDecoder(version === 3 ? 'utf-8' : 'latin1');
  const text = decoder.decode(start.subarray(preamble, preamble + length));
  const header = parseNpyHeader(text);
  if (!header) throw notNpy(file, 'has a header that is not the expected dictionary');
  return { header, begin: preamble + length };
}

function notNpy({ name }: SourceFile, why: string): LabError {
  return new LabError('npy-header', {
    found: `${name}, which ${why}`,
    expected: `an NPY file of version 1 to 3 whose header, of ${LONGEST_HEADER} bytes at most, is a dictionary of descr, fortran_order and shape`,
    fix: 'write the array again with numpy.save or numpy.savez',
  });
}

function readType(name: string, { descr }: NpyHeader): NpyType {
  const type = descr === null ? undefined : types[descr.replace(/^[<>|=]/, '')];
  if (type) return type;
  if (descr !== null && /O/.test(descr)) {
    throw new LabError('npy-pickle', {
      found: `${name}, which holds Python objects (pickle); reading them would run code`,
      expected: 'an array of numbers',
      fix: 'save the array as numbers, for example with x.astype("uint8")',
    });
  }
  const kind = descr === null ? undefined : /[a-zA-Z]/.exec(descr)?.[0];
  const what = descr === null ? 'records' : (refusedKinds[kind ?? ''] ?? 'an unknown type');
  throw new LabError('npy-type', {
    found: `${name}, which holds ${what}${descr === null ? '' : ` (${descr})`}`,
    expected: 'booleans, whole numbers of 1 to 8 bytes or floats of 2, 4 or 8',
    fix: 'save the array as numbers, for example with x.astype("uint8")',
  });
}

function expectLength(file: SourceFile, begin: number, shape: Shape, type: NpyType): void {
  const expected = begin + sizeOf(shape) * type.bytes;
  if (shape.every((size) => size >= 0) && expected === file.size) return;
  const needed = shape.every((size) => size >= 0)
    ? `${expected} bytes for ${shapeText(shape)} values of ${type.name}`
    : 'sizes from 0 on';
  throw new LabError('npy-length', {
    found: `${file.name} of ${file.size} bytes, with sizes ${shapeText(shape) || 'of a scalar'}`,
    expected: needed,
    fix: 'download or copy it again: its header and its length do not agree',
  });
}

function reverseEach(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length && size > 1; at += size)
    bytes.subarray(at, at + size).reverse();
}

/** int64 as numbers; refused where a number could not be told from its neighbours. */
function narrow(values: BigInt64Array | BigUint64Array, name: string): Float64Array {
  const narrowed = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    narrowed[at] = Number(value);
    if (Number.isSafeInteger(narrowed[at])) continue;
    throw new LabError('integer-range', {
      found: `${value} at position ${at} of ${name}`,
      expected: 'whole numbers between −2⁵³ and 2⁵³',
      fix: 'number the classes from 0, and give pixels values from 0 to 255',
    });
  }
  return narrowed;
}

/** IEEE 754 binary16 to float32, by a table of all 65,536. */
function halfFloats(halves: Uint16Array): Float32Array {
  const table = Float32Array.from({ length: 65_536 }, (_, half) => halfToNumber(half));
  const floats = new Float32Array(halves.length);
  for (let at = 0; at < halves.length; at++) floats[at] = table[halves[at]!]!;
  return floats;
}

function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(half >>> 10) & 31, half & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** From the first axis running fastest to the last. */
function fromColumnMajor(values: Numbers, shape: Shape): Numbers {
  if (shape.filter((size) => size !== 1).length < 2) return values;
  const ordered = values.slice();
  const strides = stridesOf([...shape].reverse()).reverse(); // of the file
  const last = shape.length - 1;
  const rows = sizeOf(shape.slice(0, last));
  const place = new Array<number>(last).fill(0);
  for (let row = 0, to = 0; row < rows; row++) {
    let from = place.reduce((sum, index, axis) => sum + index * strides[axis]!, 0);
    for (let column = 0; column < shape[last]!; column++, from += strides[last]!) {
      ordered[to++] = values[from]!;
    }
    for (let axis = last - 1; axis >= 0 && ++place[axis]! === shape[axis]; axis--) place[axis] = 0;
  }
  return ordered;
}
