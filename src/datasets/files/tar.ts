/**
 * Tar archives as lists of files: POSIX ustar and pax, GNU's long names, and the old form without a
 * magic number.
 *
 *   each file    a header of 512 bytes with a checksum of its own, then its bytes, padded to 512
 *   the end      a block of zeros (two, mostly)
 *
 * One parser reads them from a disk, where the files' bytes are passed over and read when they are
 * asked for, and out of gzip, where they are kept as they come by, once.
 *
 * IEEE Std 1003.1-2017, pax, section "ustar Interchange Format"; GNU tar 1.35, "Basic Tar Format".
 */
import { LabError } from '../../core/errors.ts';
import { concatBytes } from '../../core/hash.ts';
import { cleanText } from '../../core/shownText.ts';
import { cleanPath, shownPath } from './paths.ts';
import { readingAhead } from './readAhead.ts';
import { fileFromBytes, type SourceFile } from './sourceFile.ts';

const BLOCK = 512; // bytes
const LONGEST_FIELDS = 2 ** 20; // bytes of long names and of pax records

/** Where the blocks come from. */
export interface TarInput {
  /** For errors: of the archive. */
  readonly name: string;
  /** The next bytes; fewer where the input ends. */
  next(count: number): Promise<Uint8Array>;
  /** The next bytes as a file; undefined where the input ends before them. */
  file(path: string, name: string, size: number): Promise<SourceFile | undefined>;
}

/** What a pax record or GNU's long name says of the file that follows. */
interface Overrides {
  path?: string;
  size?: number;
}

interface Header {
  readonly path: string;
  readonly size: number;
  readonly type: string;
}

export const isTar = (start: Uint8Array) =>
  start.length >= BLOCK && (textAt(start, 257, 5) === 'ustar' || hasChecksum(start));

/** Files in their order, one at a time. Links and devices are left out, and told. */
export async function* readTar(
  input: TarInput,
  tellOther: (name: string, what: string) => void = () => {},
): AsyncGenerator<SourceFile, void> {
  let overrides: Overrides = {};
  for (let at = 0; ;) {
    const block = await input.next(BLOCK);
    if (block.length < BLOCK) throw truncated(input.name, at + block.length);
    if (block.every((byte) => byte === 0)) return;
    const header = readHeader(input.name, block, at, overrides);
    at += BLOCK + padded(header.size);
    if (isAbout(header.type)) {
      const bytes = await nextFields(input, header, at);
      overrides = { ...overrides, ...readFields(input.name, header.type, bytes) };
      continue;
    }
    overrides = {};
    const name = `${input.name} › ${shownPath(header.path)}`;
    const path = cleanPath(header.path, name);
    const file = await input.file(path, name, header.size);
    const padding = await input.next(padded(header.size) - header.size);
    if (!file || header.size + padding.length < padded(header.size)) throw truncated(name, at);
    const isFile = header.type === '0' || header.type === '\0' || header.type === '7';
    if (isFile && !header.path.endsWith('/')) yield file;
    else if (header.type !== '5' && !isFile) tellOther(name, describeType(name, header.type));
  }
}

/** A file on a disk or in memory: what lies in the archive is read when it is asked for. */
export function tarOnDisk(archive: SourceFile): TarInput {
  const read = readingAhead(archive);
  let at = 0;
  return {
    name: archive.name,
    async next(count) {
      const begin = at;
      at = Math.min(archive.size, at + count);
      return read(begin, at);
    },
    async file(path, name, size) {
      const begin = at;
      at += size;
      if (at > archive.size) return undefined;
      const slice = async (from: number, to: number) =>
        new Uint8Array(await read(begin + Math.min(from, size), begin + Math.min(to, size)));
      return { path, name, size, read: () => slice(0, size), slice };
    },
  };
}

/** Unpacked bytes that come by once. */
export function tarInStream(name: string, chunks: AsyncIterator<Uint8Array, void>): TarInput {
  let rest = new Uint8Array() as Uint8Array;
  const next = async (count: number) => {
    const parts: Uint8Array[] = [];
    for (let missing = count; missing > 0;) {
      if (rest.length === 0) {
        const step = await chunks.next();
        if (step.done) break;
        rest = step.value;
      }
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return concatBytes(parts); // a copy: what is kept must not keep the chunk that it came in
  };
  return {
    name,
    next,
    async file(path, fileName, size) {
      const bytes = await next(size);
      return bytes.length < size ? undefined : fileFromBytes(path, fileName, bytes);
    },
  };
}

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;

/** Headers that say something of the next one: pax for it or for all, GNU's long name and link. */
const isAbout = (type: string) => 'xgLK'.includes(type);

function readHeader(archive: string, block: Uint8Array, at: number, overrides: Overrides): Header {
  const ownSize = numberAt(block, 124, 12);
  if (!hasChecksum(block) || ownSize === undefined) {
    throw corrupt(archive, `whose header at byte ${at} is damaged`);
  }
  const type = String.fromCharCode(block[156]!);
  const prefix = textAt(block, 257, 6) === 'ustar' ? textAt(block, 345, 155) : '';
  const ownPath = prefix ? `${prefix}/${textAt(block, 0, 100)}` : textAt(block, 0, 100);
  if (isAbout(type)) return { path: ownPath, size: ownSize, type };
  return { path: overrides.path ?? ownPath, size: overrides.size ?? ownSize, type };
}

async function nextFields(input: TarInput, header: Header, at: number): Promise<Uint8Array> {
  if (header.size > LONGEST_FIELDS) {
    throw corrupt(input.name, `with a name of ${header.size} bytes before byte ${at}`);
  }
  const bytes = await input.next(padded(header.size));
  if (bytes.length < padded(header.size)) throw truncated(input.name, at);
  return bytes.subarray(0, header.size);
}

function readFields(archive: string, type: string, bytes: Uint8Array): Overrides {
  if (type === 'L') return { path: textAt(bytes, 0, bytes.length) };
  if (type === 'K' || type === 'g') return {}; // a link's aim; dates and owners for all
  const records = readPax(archive, bytes);
  const sparse = [...records.keys()].some((key) => key.startsWith('GNU.sparse'));
  if (sparse) throw unsupported(archive, 'which holds a sparse file');
  const [path, size] = [records.get('path'), records.get('size')];
  if (size !== undefined && !/^\d{1,15}$/.test(size)) {
    throw corrupt(archive, `with a size of "${cleanText(size, 20)}"`);
  }
  return { ...(path !== undefined && { path }), ...(size !== undefined && { size: Number(size) }) };
}

/** Records of the form `27 path=train/cat/1.png\n`, the number counting its own digits. */
function readPax(archive: string, bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(decoder.decode(bytes.subarray(at, Math.max(at, space))));
    const end = at + length;
    const equals = bytes.indexOf(0x3d, at);
    const sound = space > at && length > 0 && end <= bytes.length && bytes[end - 1] === 0x0a;
    if (!sound || equals < 0 || equals > end) throw corrupt(archive, 'with a damaged pax record');
    const key = decoder.decode(bytes.subarray(space + 1, equals));
    records.set(key, decoder.decode(bytes.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}

/** The sum of the header's bytes, those of the sum itself counted as spaces. */
function hasChecksum(block: Uint8Array): boolean {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : block[at]!;
  return numberAt(block, 148, 8) === sum;
}

/** Octal digits, or big-endian where the first bit is set; undefined where it is neither. */
function numberAt(block: Uint8Array, begin: number, length: number): number | undefined {
  const field = block.subarray(begin, begin + length);
  if (field[0] === 0x80) {
    return field.subarray(1).reduce((number, byte) => 256 * number + byte, 0);
  }
  const digits = textAt(block, begin, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

const decoder = new TextDecoder();

function textAt(block: Uint8Array, begin: number, length: number): string {
  const field = block.subarray(begin, begin + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

function describeType(name: string, type: string): string {
  if (type === '1' || type === '2') return 'a link to another file';
  if ('346'.includes(type)) return 'a device';
  throw unsupported(name, `an entry of type "${cleanText(type, 1)}"`);
}

function truncated(name: string, at: number): LabError {
  return new LabError('tar-truncated', {
    found: `${name}, which breaks off before byte ${at} of the archive`,
    expected: 'a whole tar file, which ends with a block of zeros',
    fix: 'download or copy it again',
  });
}

function corrupt(name: string, what: string): LabError {
  return new LabError('tar-corrupt', {
    found: `${name}, ${what}`,
    expected: 'a whole tar file',
    fix: 'download or copy it again',
  });
}

function unsupported(name: string, what: string): LabError {
  return new LabError('tar-unsupported', {
    found: `${name}, ${what}`,
    expected: 'a tar file of plain files',
    fix: 'pack the folder again with other settings',
  });
}
