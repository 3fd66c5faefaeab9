/**
 * A zip file as a list of files that are read and unpacked one at a time. Lengths and CRC-32 of every
 * member are checked when it is read.
 *
 * fflate unpacks small members, since 60,000 streams of the platform cost more than their content;
 * the platform unpacks large ones, piece by piece, so that a cancel is heard in between.
 */
import { inflateSync } from 'fflate';
import { LabError } from '../../core/errors.ts';
import { crc32 } from './crc32.ts';
import { cleanPath } from './paths.ts';
import { readingAhead, type ReadPiece } from './readAhead.ts';
import type { SourceFile } from './sourceFile.ts';
import { readZipDirectory, STORED, zipOverlap, type ZipEntry } from './zipDirectory.ts';
import { zipCorrupt } from './zipEnd.ts';

const LOCAL_HEADER = 30; // bytes, and name and extra fields
/** Packed bytes beyond which the platform unpacks. */
const LARGE = 4 * 2 ** 20;

/** Files in the order of the directory; links are left out, and told. */
export async function openZip(
  archive: SourceFile,
  tellLink: (name: string) => void = () => {},
): Promise<readonly SourceFile[]> {
  const read = readingAhead(archive);
  const entries = await readZipDirectory(archive);
  return entries.flatMap((entry) => {
    const path = cleanPath(entry.path, entry.name);
    if (entry.isLink) tellLink(entry.name);
    return entry.isFolder || entry.isLink ? [] : [memberFile(archive, path, entry, read)];
  });
}

function memberFile(
  archive: SourceFile,
  path: string,
  entry: ZipEntry,
  readPiece: ReadPiece,
): SourceFile {
  const read = () => readMember(archive, entry, readPiece);
  return {
    path,
    name: entry.name,
    size: entry.size,
    read,
    slice: async (begin, end) => (await read()).slice(begin, end),
  };
}

async function readMember(
  archive: SourceFile,
  entry: ZipEntry,
  readPiece: ReadPiece,
): Promise<Uint8Array<ArrayBuffer>> {
  const piece = await readPiece(entry.begin, entry.end);
  const packed = findPacked(archive, entry, piece);
  const bytes = entry.method === STORED ? new Uint8Array(packed) : await inflate(entry, packed);
  const checksum = crc32(bytes);
  if (bytes.length === entry.size && checksum === entry.checksum) return bytes;
  throw new LabError('zip-checksum', {
    found: `${entry.name}, whose ${bytes.length} unpacked bytes are not those that were packed`,
    expected: `the ${entry.size} bytes and checksum that the archive's directory gives`,
    fix: 'download or copy the archive again: it was changed on its way',
  });
}

/** @param piece from the local header to where the next member begins */
function findPacked(archive: SourceFile, entry: ZipEntry, piece: Uint8Array): Uint8Array {
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
  const place = `byte ${entry.begin} of ${archive.name}`;
  const pathEnd = LOCAL_HEADER + view.getUint16(26, true);
  const path = piece.subarray(LOCAL_HEADER, pathEnd);
  const agrees =
    view.getUint32(0, true) === 0x04034b50 &&
    view.getUint16(8, true) === entry.method &&
    path.length === entry.rawPath.length &&
    path.every((byte, index) => byte === entry.rawPath[index]);
  if (!agrees)
    throw zipCorrupt(entry.name, `whose header at ${place} is not what the directory says`);
  expectSizes(entry, view, place);
  const begin = pathEnd + view.getUint16(28, true);
  if (begin + entry.packedSize > piece.length) throw zipOverlap(entry.name, archive.name);
  return piece.subarray(begin, begin + entry.packedSize);
}

/** The local header repeats sizes and checksum unless it was written before they were known. */
function expectSizes(entry: ZipEntry, view: DataView, place: string): void {
  const writtenBefore = (view.getUint16(6, true) & 8) !== 0;
  if (writtenBefore) return;
  const [packedSize, size] = [view.getUint32(18, true), view.getUint32(22, true)];
  const isWide = packedSize === 0xffffffff || size === 0xffffffff;
  if (isWide || (packedSize === entry.packedSize && size === entry.size)) return;
  throw new LabError('zip-size', {
    found: `${entry.name}, ${size} bytes at ${place} and ${entry.size} bytes in the directory`,
    expected: 'one size in both places',
    fix: 'download or copy the archive again, or pack the folder again',
  });
}

/** One byte more than expected where there is more. */
function inflate(
  entry: ZipEntry,
  packed: Uint8Array,
): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> {
  if (packed.length > LARGE) return inflateLarge(entry, packed);
  try {
    // With room given fflate never asks for more: what does not fit is dropped.
    return new Uint8Array(inflateSync(packed, { out: new Uint8Array(entry.size + 1) }));
  } catch {
    throw damaged(entry);
  }
}

async function inflateLarge(entry: ZipEntry, packed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(entry.size + 1);
  const stream = new Blob([new Uint8Array(packed)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw damaged(entry);
    });
    if (done) return bytes.subarray(0, length);
    const fits = value.subarray(0, bytes.length - length);
    bytes.set(fits, length);
    length += fits.length;
    if (fits.length < value.length) {
      await reader.cancel().catch(() => undefined); // too long already: what follows does not matter
      return bytes;
    }
  }
}

function damaged({ name }: ZipEntry): LabError {
  return new LabError('zip-checksum', {
    found: `${name}, whose packed data are damaged`,
    expected: 'Deflate data as they were packed',
    fix: 'download or copy the archive again: it was changed on its way',
  });
}
