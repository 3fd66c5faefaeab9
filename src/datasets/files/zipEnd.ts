/**
 * Where the directory of a zip file lies: its end record, and the zip64 record where numbers exceed
 * 16 or 32 bits (more than 65,534 members). Also the errors of zip files as a whole.
 *
 * PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16.
 */
import { LabError } from '../../core/errors.ts';
import type { SourceFile } from './sourceFile.ts';

export interface DirectoryPlace {
  readonly count: number;
  readonly begin: number;
  readonly size: number;
}

export const MOST_ENTRIES = 200_000;
/** Bytes of a member's header in the directory, and its name, extra fields and comment. */
export const DIRECTORY_HEADER = 46;
const LARGEST_DIRECTORY = 64 * 2 ** 20;
const END_RECORD = 22; // bytes, and a comment
const LONGEST_COMMENT = 65_535;

export async function findDirectory(file: SourceFile): Promise<DirectoryPlace> {
  const tailBegin = Math.max(0, file.size - END_RECORD - LONGEST_COMMENT);
  const tail = await file.slice(tailBegin, file.size);
  const view = viewOf(tail);
  for (let at = tail.length - END_RECORD; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + END_RECORD + view.getUint16(at + 20, true) !== tail.length) continue;
    return readEndRecord(file, view, at, tailBegin + at);
  }
  throw zipCorrupt(file.name, 'which does not end with a directory: it breaks off or was changed');
}

async function readEndRecord(
  file: SourceFile,
  view: DataView,
  at: number,
  recordBegin: number,
): Promise<DirectoryPlace> {
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const begin = view.getUint32(at + 16, true);
  const is64 = count === 0xffff || size === 0xffffffff || begin === 0xffffffff;
  const wide = is64 ? await readZip64Record(file, recordBegin) : undefined;
  const disks = [view.getUint16(at + 4, true), view.getUint16(at + 6, true)];
  if (!wide && (disks.some((disk) => disk !== 0) || view.getUint16(at + 8, true) !== count)) {
    throw refused(file.name, 'one piece of a zip file of several', 'join the pieces first');
  }
  const place = wide?.place ?? { count, begin, size };
  return expectPlace(file, place, wide?.begin ?? recordBegin);
}

/** Where more than 65,534 members or 4 GB need wider numbers; undefined where they do not. */
async function readZip64Record(
  file: SourceFile,
  end: number,
): Promise<{ place: DirectoryPlace; begin: number } | undefined> {
  if (end < 20) return undefined;
  const locator = viewOf(await file.slice(end - 20, end));
  if (locator.getUint32(0, true) !== 0x07064b50) return undefined;
  const begin = wideAt(locator, 8);
  if (locator.getUint32(16, true) !== 1) {
    throw refused(file.name, 'one piece of a zip file of several', 'join the pieces first');
  }
  const record = begin + 56 <= end ? viewOf(await file.slice(begin, begin + 56)) : undefined;
  if (record?.getUint32(0, true) !== 0x06064b50) {
    throw zipCorrupt(file.name, `whose zip64 record is not at byte ${begin}, where it should be`);
  }
  const place = { count: wideAt(record, 32), size: wideAt(record, 40), begin: wideAt(record, 48) };
  return { place, begin };
}

function expectPlace(file: SourceFile, place: DirectoryPlace, end: number): DirectoryPlace {
  if (place.count > MOST_ENTRIES || place.size > LARGEST_DIRECTORY) {
    throw tooManyFiles(file.name, place.count);
  }
  if (place.begin + place.size === end && place.count * DIRECTORY_HEADER <= place.size)
    return place;
  const claimed = `${place.count} files in ${place.size} bytes from byte ${place.begin}`;
  throw zipCorrupt(file.name, `whose directory (${claimed}) does not end at byte ${end}`);
}

export function zipCorrupt(name: string, what: string): LabError {
  return new LabError('zip-corrupt', {
    found: `${name}, ${what}`,
    expected: 'a whole zip file',
    fix: 'download or copy it again, or pack the folder again',
  });
}

export function tooManyFiles(name: string, count: number): LabError {
  return new LabError('too-many-files', {
    found: `${name}, ${count} files or more`,
    expected: `at most ${MOST_ENTRIES} files`,
    fix: 'choose a smaller part of the data',
  });
}

export const refused = (name: string, what: string, fix: string, code = 'zip-unsupported') =>
  new LabError(code, {
    found: `${name}, ${what}`,
    expected: 'a zip file of one piece, stored or deflated, without a password',
    fix,
  });

export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

/** 64 bits, unsigned; beyond 2⁵³ inexact, and then far beyond any limit here. */
export const wideAt = (view: DataView, at: number) =>
  view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
