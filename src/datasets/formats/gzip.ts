/**
 * Unpacking gzip (RFC 1952) with errors that name the fault.
 *
 * The platform's DecompressionStream checks CRC and length, but its words differ between browsers
 * and Node, and Node lets several members and trailing zeros pass. So it does the work, and where it
 * fails, or its length is not the file's, our own reading of the bytes says why.
 */
import { inflateSync } from 'fflate';
import { LabError } from '../../core/errors.ts';
import { concatBytes } from '../../core/hash.ts';

/** A file in memory. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Bytes of the largest file that is read. */
export const LARGEST_FILE = 512 * 2 ** 20;
/** Bytes to which a file may unpack. No ratio besides: DEFLATE itself reaches 1,032 : 1 at most. */
export const LARGEST_UNPACKED = 2 ** 30;

const TRAILER = 8; // bytes: CRC-32 and length of what was packed

/** By its first bytes, not its name: servers and browsers unpack files and keep their names. */
export const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The file unpacked if it is packed, with its name less `.gz`; else as it is. */
export async function unpack(file: NamedBytes, limit = LARGEST_UNPACKED): Promise<NamedBytes> {
  const name = file.name.replace(/\.gz$/i, '');
  if (!isGzip(file.bytes)) return { name, bytes: file.bytes };
  const bytes = await inflate(file, limit);
  if (!bytes || bytes.length % 2 ** 32 !== wordAt(file.bytes, file.bytes.length - 4)) {
    throw faultOfGzip(file);
  }
  return { name, bytes };
}

/** Undefined where the platform finds a fault; stops reading beyond the limit. */
async function inflate(
  file: NamedBytes,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const stream = new Blob([file.bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= limit) {
    const read = await reader.read().catch(() => undefined);
    if (!read) return undefined;
    if (read.done) return concatBytes(chunks);
    chunks.push(read.value);
    size += read.value.length;
  }
  await reader.cancel().catch(() => undefined); // a fault further on no longer matters
  throw new LabError('too-large-inflated', {
    found: `${file.name}, ${file.bytes.length} bytes, which unpacks to more than ${limit} bytes`,
    expected: `at most ${limit} bytes unpacked`,
    fix: 'choose a smaller part of the data',
  });
}

function faultOfGzip({ name, bytes }: NamedBytes): LabError {
  const packed = bytes.subarray(headerLength(bytes), -TRAILER);
  if (packed.length === 0) return truncated(name, bytes);
  let data: Uint8Array;
  try {
    data = inflateSync(packed);
  } catch (error) {
    return isEndOfFile(error) ? truncated(name, bytes) : corrupt(name);
  }
  const end = findTrailer(bytes, checksumOf(data), data.length);
  if (end !== undefined && end < bytes.length) return trailing(name, bytes, end);
  return new LabError('gzip-checksum', {
    found: `${name}, whose ${data.length} unpacked bytes do not give its own checksum and length`,
    expected: 'the checksum and length that the file ends with',
    fix: 'download or copy it again: it was changed on its way',
  });
}

/** fflate's code for input that ends too early is 0. */
const isEndOfFile = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 0;

function truncated(name: string, bytes: Uint8Array): LabError {
  return new LabError('gzip-truncated', {
    found: `${name}, which breaks off after ${bytes.length} bytes`,
    expected: 'a whole gzip file',
    fix: 'download or copy it again',
  });
}

function corrupt(name: string): LabError {
  return new LabError('gzip-corrupt', {
    found: `${name}, which begins as gzip but holds damaged data`,
    expected: 'a whole gzip file',
    fix: 'download or copy it again',
  });
}

function trailing(name: string, bytes: Uint8Array, end: number): LabError {
  const another = isGzip(bytes.subarray(end));
  const rest = `${another ? 'another gzip member' : 'something else'}, ${bytes.length - end} bytes`;
  return new LabError('gzip-trailing', {
    found: `${name}, where at byte ${end} follows ${rest}`,
    expected: 'one gzip member and nothing after it',
    fix: another ? 'unpack it and pack it again as one' : 'download or copy it again',
  });
}

/** Bytes before the packed data; all there are where the header itself breaks off. */
function headerLength(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  const afterText = (from: number) => bytes.indexOf(0, from) + 1 || bytes.length;
  let length = 10;
  if (flags & 4) length += 2 + (bytes[length] ?? 0) + 256 * (bytes[length + 1] ?? 0); // extra field
  if (flags & 8) length = afterText(length); // name
  if (flags & 16) length = afterText(length); // comment
  if (flags & 2) length += 2; // the header's own checksum
  return length;
}

/** Where the first trailer of that checksum and length ends; undefined if there is none. */
function findTrailer(bytes: Uint8Array, checksum: number, length: number): number | undefined {
  for (let at = 10; at + TRAILER <= bytes.length; at++) {
    if (wordAt(bytes, at) === checksum && wordAt(bytes, at + 4) === length) return at + TRAILER;
  }
  return undefined;
}

/** 32 bits, unsigned, little-endian; the offset lies within the bytes. */
function wordAt(bytes: Uint8Array, offset: number): number {
  const high = (bytes[offset + 3]! << 24) | (bytes[offset + 2]! << 16);
  return (high | (bytes[offset + 1]! << 8) | bytes[offset]!) >>> 0;
}

/** CRC-32 of RFC 1952, section 8. */
function checksumOf(bytes: Uint8Array): number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let entry = byte;
    for (let bit = 0; bit < 8; bit++) entry = (entry >>> 1) ^ (entry & 1 ? 0xedb88320 : 0);
    return entry;
  });
  let checksum = 0xffffffff;
  for (const byte of bytes) checksum = (checksum >>> 8) ^ table[(checksum ^ byte) & 0xff]!;
  return (checksum ^ 0xffffffff) >>> 0;
}
