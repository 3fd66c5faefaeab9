/**
 * The directory of a zip file: what lies where. Read strictly, since every other reader tolerates
 * something else, and an archive that two readers understand differently is not understood.
 *
 *   members             each with a local header, in any order
 *   central directory   one header per member: name, sizes, CRC-32, where it lies
 *   (zip64 record and its locator, where numbers exceed 16 or 32 bits)
 *   end record          count, size and place of the directory; last in the file but for a comment
 *
 * PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
 */
import { LabError } from '../../core/errors.ts';
import { shownPath } from './paths.ts';
import type { SourceFile } from './sourceFile.ts';
import {
  DIRECTORY_HEADER,
  findDirectory,
  refused,
  viewOf,
  wideAt,
  zipCorrupt,
  type DirectoryPlace,
} from './zipEnd.ts';
import { memberName } from './zipNames.ts';

export interface ZipEntry {
  /** As the archive says, not cleaned. */
  readonly path: string;
  /** `photos.zip › cat/1.png` */
  readonly name: string;
  /** The bytes of the path, which the local header repeats. */
  readonly rawPath: Uint8Array;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly begin: number;
  /** Where the next member, or the directory, begins. */
  readonly end: number;
}

const LOCAL_HEADER = 30; // bytes, and name and extra fields
export const STORED = 0;
const DEFLATED = 8;
const LARGEST_RATIO = 1100; // DEFLATE reaches 1,032

const otherMethods: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
  99: 'AES',
};

export const isZip = (bytes: Uint8Array) =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5 || bytes[2] === 7);

/** Folders and links among them; without two of one name, without overlaps, within the file. */
export async function readZipDirectory(file: SourceFile): Promise<readonly ZipEntry[]> {
  const place = await findDirectory(file);
  const bytes = await file.slice(place.begin, place.begin + place.size);
  const entries = readEntries(file, place, bytes);
  expectDistinct(file, entries);
  return withEnds(file, entries, place.begin);
}

type OpenEntry = Omit<ZipEntry, 'end'>;

function readEntries(file: SourceFile, place: DirectoryPlace, bytes: Uint8Array): OpenEntry[] {
  const entries: OpenEntry[] = [];
  const view = viewOf(bytes);
  let at = 0;
  for (let index = 0; index < place.count; index++) {
    const isHeader =
      at + DIRECTORY_HEADER <= bytes.length && view.getUint32(at, true) === 0x02014b50;
    const length = isHeader ? headerLength(view, at) : 0;
    if (!isHeader || at + length > bytes.length) {
      throw zipCorrupt(file.name, `whose directory is damaged at byte ${place.begin + at}`);
    }
    entries.push(readEntry(file, bytes.subarray(at, at + length)));
    at += length;
  }
  if (at === bytes.length) return entries;
  throw zipCorrupt(
    file.name,
    `whose directory says less than it holds at byte ${place.begin + at}`,
  );
}

const headerLength = (view: DataView, at: number) =>
  DIRECTORY_HEADER + [28, 30, 32].reduce((sum, field) => sum + view.getUint16(at + field, true), 0);

function readEntry(file: SourceFile, header: Uint8Array): OpenEntry {
  const view = viewOf(header);
  const flags = view.getUint16(8, true);
  const extraBegin = DIRECTORY_HEADER + view.getUint16(28, true);
  const rawPath = header.subarray(DIRECTORY_HEADER, extraBegin);
  const path = memberName(rawPath, (flags & 0x800) !== 0);
  const name = `${file.name} › ${shownPath(path)}`;
  const extra = header.subarray(extraBegin, extraBegin + view.getUint16(30, true));
  const [size, packedSize, begin] = readSizes(name, view, extra);
  const entry = {
    path,
    name,
    rawPath,
    isFolder: path.endsWith('/'),
    isLink: header[5] === 3 && view.getUint32(38, true) >>> 28 === 0xa, // made on Unix, S_IFLNK
    method: view.getUint16(10, true),
    checksum: view.getUint32(16, true),
    packedSize,
    size,
    begin,
  };
  expectReadable(entry, flags);
  return entry;
}

/** 32 bits each; those that are all ones stand in the zip64 field, in this order. */
function readSizes(
  name: string,
  view: DataView,
  extra: Uint8Array,
): [size: number, packedSize: number, begin: number] {
  let field = findExtra(extra, 0x0001);
  const numbers = [24, 20, 42].map((at) => {
    const narrow = view.getUint32(at, true);
    if (narrow !== 0xffffffff) return narrow;
    if (field.length < 8) throw zipCorrupt(name, 'whose sizes are missing in the directory');
    const wide = wideAt(viewOf(field), 0);
    field = field.subarray(8);
    return wide;
  });
  return numbers as [number, number, number];
}

function findExtra(extra: Uint8Array, id: number): Uint8Array {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    const begin = at + 4;
    if (view.getUint16(at, true) === id) {
      return extra.subarray(begin, begin + view.getUint16(at + 2, true));
    }
  }
  return new Uint8Array();
}

function expectReadable(entry: OpenEntry, flags: number): void {
  const { name, method, size, packedSize } = entry;
  if (flags & 0x2041) {
    const fix = 'unpack it with its password, then choose the folder';
    throw refused(name, 'which is encrypted', fix, 'zip-encrypted');
  }
  if (method !== STORED && method !== DEFLATED) {
    const packer = otherMethods[method] ?? `method ${method}`;
    const fix = 'pack the folder again as a plain zip (Deflate)';
    throw refused(name, `packed by ${packer}`, fix, 'zip-method');
  }
  const lies = method === STORED ? size !== packedSize : size > LARGEST_RATIO * packedSize;
  if (!lies) return;
  throw new LabError('zip-size', {
    found: `${name}, ${packedSize} bytes that are said to unpack to ${size}`,
    expected: `at most ${LARGEST_RATIO} times its packed size, and the same where it is stored`,
    fix: 'do not trust this file: no honest program writes such sizes',
  });
}

function expectDistinct(file: SourceFile, entries: readonly OpenEntry[]): void {
  const seen = new Set<string>();
  for (const { path, name } of entries) {
    if (seen.has(path)) {
      throw new LabError('zip-duplicate', {
        found: `two files of one name, ${name}`,
        expected: `every name once in ${file.name}`,
        fix: 'pack the folder again',
      });
    }
    seen.add(path);
  }
}

/** Members may lie in any order, but not in each other: that is how small bombs unpack to much. */
function withEnds(file: SourceFile, entries: readonly OpenEntry[], end: number): ZipEntry[] {
  const ordered = [...entries].sort((one, other) => one.begin - other.begin);
  const ends = new Map<OpenEntry, number>();
  ordered.forEach((entry, index) => {
    const next = ordered[index + 1]?.begin ?? end;
    if (entry.begin + LOCAL_HEADER + entry.rawPath.length + entry.packedSize > next) {
      throw zipOverlap(entry.name, file.name);
    }
    ends.set(entry, next);
  });
  return entries.map((entry) => ({ ...entry, end: ends.get(entry)! }));
}

export function zipOverlap(name: string, archive: string): LabError {
  return new LabError('zip-overlap', {
    found: `${name}, which lies partly in the next file or in the directory`,
    expected: `files that lie one after another in ${archive}`,
    fix: 'do not trust this file: pack the folder again, or download it from its maker',
  });
}
