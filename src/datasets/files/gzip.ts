/**
 * Unpacking gzip (RFC 1952), member after member, with errors that name the fault.
 *
 * The platform's DecompressionStream takes one member in Chromium and several in Node, and its words
 * differ. fflate takes several everywhere but checks neither length nor checksum; that is done here,
 * so that the same file gets the same answer on every machine.
 */
import { Gunzip, Inflate } from 'fflate';
import { LabError } from '../../core/errors.ts';
import { concatBytes } from '../../core/hash.ts';
import { crc32 } from './crc32.ts';
import { fileFromBytes, type SourceFile } from './sourceFile.ts';

/** A file in memory. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Bytes to which a file may unpack. No ratio besides: DEFLATE itself reaches 1,032 : 1 at most. */
export const LARGEST_UNPACKED = 2 ** 30;

const TRAILER = 8; // bytes: CRC-32 and length of what was packed
const SHORTEST = 18; // bytes: header and trailer
const SLICE = 2 ** 20; // bytes read at a time
const PIECE = 2 ** 15; // bytes unpacked at a time: 33 MB at most come of them

/** By its first bytes, not its name: servers and browsers unpack files and keep their names. */
export const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

export const withoutGz = (name: string) => name.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar');

/** The file unpacked if it is packed, with its name less `.gz`; else as it is. */
export async function unpack(file: NamedBytes, limit = LARGEST_UNPACKED): Promise<NamedBytes> {
  const name = withoutGz(file.name);
  if (!isGzip(file.bytes)) return { name, bytes: file.bytes };
  const chunks: Uint8Array[] = [];
  const source = fileFromBytes(file.name, file.name, file.bytes);
  for await (const chunk of unpackedChunks(source, limit)) chunks.push(chunk);
  return { name, bytes: concatBytes(chunks) };
}

/** The first bytes that come out; none where the file is damaged so early. */
export async function unpackedStart(file: SourceFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const stream = new Gunzip((chunk) => chunks.push(chunk));
  try {
    stream.push(await file.slice(0, Math.min(PIECE, file.size - TRAILER)));
  } catch {
    return new Uint8Array(); // whoever unpacks all of it says what is wrong
  }
  return concatBytes(chunks);
}

/** What came out of the member that is being unpacked. */
interface Member {
  /** Where it begins in the file. */
  readonly begin: number;
  checksum: number;
  length: number;
}

/**
 * What the file unpacks to, in order. Chunks are given before the checksum that follows them is
 * known: nothing made of them may last unless the last one came.
 */
export async function* unpackedChunks(
  file: SourceFile,
  limit = LARGEST_UNPACKED,
): AsyncGenerator<Uint8Array, void> {
  if (file.size < SHORTEST) throw truncated(file);
  let chunks: Uint8Array[] = [];
  let member: Member = { begin: 0, checksum: 0, length: 0 };
  const ended: { member: Member; at: number }[] = [];
  let total = 0;
  const stream = new Gunzip((chunk) => {
    member.checksum = crc32(chunk, member.checksum);
    member.length += chunk.length;
    total += chunk.length;
    if (chunk.length > 0) chunks.push(chunk);
  });
  stream.onmember = (at) => {
    ended.push({ member, at });
    member = { begin: at, checksum: 0, length: 0 };
  };

  // The last trailer is held back: packed data must have ended before it.
  const end = file.size - TRAILER;
  for (let begin = 0; begin < end; begin += SLICE) {
    const slice = await file.slice(begin, Math.min(begin + SLICE, end));
    for (let at = 0; at < slice.length; at += PIECE) {
      const last = begin + at + PIECE >= end;
      try {
        stream.push(slice.subarray(at, at + PIECE), last);
      } catch (error) {
        throw await faultOf(file, member, error);
      }
      for (const each of ended.splice(0)) await expectTrailer(file, each.member, each.at);
      if (total > limit) throw tooLargeUnpacked(file, limit);
      yield* chunks;
      chunks = [];
    }
  }
  await expectTrailer(file, member, file.size);
}

/** @param at where the trailer ends */
async function expectTrailer(file: SourceFile, member: Member, at: number): Promise<void> {
  const trailer = await file.slice(at - TRAILER, at);
  if (isTrailer(trailer, 0, member)) return;
  if (at < file.size) throw wrongChecksum(file, member); // another member follows
  throw member.length === 0 ? truncated(file) : await faultOf(file, member, undefined);
}

const isTrailer = (bytes: Uint8Array, at: number, { checksum, length }: Member) =>
  wordAt(bytes, at) === checksum && wordAt(bytes, at + 4) === length % 2 ** 32;

/** fflate's code for input that ends too early is 0, for no header where one should be 6. */
async function faultOf(file: SourceFile, member: Member, error: unknown): Promise<LabError> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 0) return truncated(file);
  if (error !== undefined && (code !== 6 || member.length === 0)) return corrupt(file);
  const bytes = await file.read();
  const end = findTrailer(bytes, member);
  if (end < file.size) return trailing(file, end);
  const packed = bytes.subarray(member.begin, -TRAILER);
  return breaksOff(packed) ? truncated(file) : wrongChecksum(file, member);
}

/**
 * Do the packed data want more than there is before the trailer? Gunzip does not say so where its input
 * ends between two of their symbols; Inflate always does.
 */
function breaksOff(member: Uint8Array): boolean {
  const stream = new Inflate(() => {});
  try {
    for (let at = headerLength(member); at < member.length; at += PIECE) {
      stream.push(member.subarray(at, at + PIECE), at + PIECE >= member.length);
    }
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 0;
  }
}

/** RFC 1952: 10 bytes, then what the flags in the fourth announce. */
function headerLength(member: Uint8Array): number {
  const flags = member[3]!;
  let at = 10;
  if (flags & 4) at += 2 + member[at]! + 256 * member[at + 1]!; // extra fields, with their length
  for (const text of [8, 16]) if (flags & text) at = member.indexOf(0, at) + 1; // name, comment
  return flags & 2 ? at + 2 : at; // a checksum of the header
}

/** Where the first trailer that fits ends; infinity if there is none. */
function findTrailer(bytes: Uint8Array, member: Member): number {
  for (let at = member.begin + SHORTEST - TRAILER; at + TRAILER <= bytes.length; at++) {
    if (isTrailer(bytes, at, member)) return at + TRAILER;
  }
  return Infinity;
}

/** 32 bits, unsigned, little-endian; the offset lies within the bytes. */
function wordAt(bytes: Uint8Array, offset: number): number {
  const high = (bytes[offset + 3]! << 24) | (bytes[offset + 2]! << 16);
  return (high | (bytes[offset + 1]! << 8) | bytes[offset]!) >>> 0;
}

function tooLargeUnpacked({ name, size }: SourceFile, limit: number): LabError {
  return new LabError('too-large-inflated', {
    found: `${name}, ${size} bytes, which unpacks to more than ${limit} bytes`,
    expected: `at most ${limit} bytes unpacked`,
    fix: 'choose a smaller part of the data',
  });
}

function truncated({ name, size }: SourceFile): LabError {
  return new LabError('gzip-truncated', {
    found: `${name}, which breaks off after ${size} bytes`,
    expected: 'a whole gzip file',
    fix: 'download or copy it again',
  });
}

function corrupt({ name }: SourceFile): LabError {
  return new LabError('gzip-corrupt', {
    found: `${name}, which begins as gzip but holds damaged data`,
    expected: 'a whole gzip file',
    fix: 'download or copy it again',
  });
}

function wrongChecksum({ name }: SourceFile, { length }: Member): LabError {
  return new LabError('gzip-checksum', {
    found: `${name}, whose ${length} unpacked bytes do not give its own checksum and length`,
    expected: 'the checksum and length that the file ends with',
    fix: 'download or copy it again: it was changed on its way',
  });
}

function trailing({ name, size }: SourceFile, end: number): LabError {
  return new LabError('gzip-trailing', {
    found: `${name}, where at byte ${end} follows something else, ${size - end} bytes`,
    expected: 'gzip data and nothing after it',
    fix: 'download or copy it again',
  });
}
