/**
 * The safetensors format: named arrays in one file that PyTorch, JAX and NumPy users open without
 * this lab, and that holds no code.
 *
 *   8 bytes           length of the header, unsigned, little-endian
 *   header            JSON: { "__metadata__": { text: text }, name: { dtype, shape, data_offsets } },
 *                     padded with spaces so that the data begin at a multiple of 8
 *   data              the arrays, row-major, little-endian, one after another without gaps
 *
 * Written and read here are float32 arrays alone. https://github.com/huggingface/safetensors
 */
import { LabError } from '../core/errors.ts';
import { concatBytes } from '../core/hash.ts';
import { sizeOf } from '../core/shapes.ts';
import type { NamedValues } from '../training/checkpoint.ts';

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
/** As the reference implementation has it. */
const MAX_HEADER = 100_000_000;
const METADATA = '__metadata__';

export interface Safetensors {
  /** In the order of the data. */
  readonly tensors: readonly NamedValues[];
  readonly metadata: Readonly<Record<string, string>>;
}

export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { [METADATA]: metadata };
  let begin = 0;
  for (const { name, shape, values } of tensors) {
    if (name === METADATA || Object.hasOwn(header, name)) throw new Error(`"${name}" twice`);
    if (values.length !== sizeOf(shape))
      throw new Error(`"${name}" does not have its shape's size`);
    const end = begin + values.byteLength;
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
    begin = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(text.length / ALIGNMENT) * ALIGNMENT).fill(0x20);
  padded.set(text);
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  // Every machine that runs this is little-endian.
  const data = tensors.map(
    ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  return concatBytes([length, padded, ...data]);
}

/** Rejects with a LabError what is damaged or holds anything but float32. */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { header, data } = splitFile(bytes);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((each) => typeof each === 'string')) {
    throw damaged(`metadata that is no record of texts`);
  }
  const tensors = Object.entries(entries)
    .map(([name, entry]) => ({ name, ...expectEntry(name, entry) }))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of tensors) {
    if (begin !== at) throw damaged(`"${name}" at byte ${begin} where the data go on at ${at}`);
    at = end;
  }
  if (at !== data.length) throw damaged(`${data.length} bytes of data where ${at} are described`);
  return {
    metadata: metadata as Record<string, string>,
    tensors: tensors.map(({ name, shape, begin, end }) => ({
      name,
      shape,
      values: new Float32Array(new Uint8Array(data.subarray(begin, end)).buffer), // a copy, aligned
    })),
  };
}

function splitFile(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.length < LENGTH_BYTES) throw damaged(`a file of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > Math.min(MAX_HEADER, bytes.length - LENGTH_BYTES)) {
    throw damaged(`a header of ${length} bytes in a file of ${bytes.length}`);
  }
  const end = LENGTH_BYTES + length;
  return { header: parseHeader(bytes.subarray(LENGTH_BYTES, end)), data: bytes.subarray(end) };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(header)) return header;
  } catch {
    // Told below, as for JSON of another kind.
  }
  throw damaged('a header that is no JSON object');
}

function expectEntry(name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  if (dtype !== 'F32') throw damaged(`"${name}" of type ${JSON.stringify(dtype) ?? 'unknown'}`);
  if (!isCounts(shape)) throw damaged(`"${name}" without a shape`);
  if (!isCounts(offsets) || offsets.length !== 2) throw damaged(`"${name}" without its place`);
  const [begin = 0, end = 0] = offsets;
  if (end - begin !== sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT) {
    throw damaged(`"${name}" of ${end - begin} bytes and shape [${shape.join(', ')}]`);
  }
  return { shape, begin, end };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}

function damaged(found: string): LabError {
  return new LabError('safetensors-damaged', {
    found,
    expected: 'a safetensors file of float32 arrays',
    fix: 'export the weights again',
  });
}
