/** For tests: archives as they should be, and as they should not. */
import { deflateRawSync } from 'node:zlib';
import { concatBytes } from '../../core/hash.ts';
import type { SkippedFile } from '../importing/reading.ts';
import { crc32 } from './crc32.ts';
import { openFiles, type OpeningReading } from './openFiles.ts';
import type { SourceFile } from './sourceFile.ts';

export interface ArchiveMember {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What a zip file says of a member; what is left out is true. */
export interface ZipMember extends ArchiveMember {
  readonly method?: number;
  readonly flags?: number;
  readonly packed?: Uint8Array;
  readonly size?: number;
  readonly localSize?: number;
  readonly checksum?: number;
  readonly madeBy?: number;
  readonly attributes?: number;
  /** Where the directory says that it begins. */
  readonly begin?: number;
  readonly zip64?: boolean;
}

interface ZipOptions {
  readonly zip64?: boolean;
  readonly count?: number;
  readonly disk?: number;
  readonly comment?: string;
}

export const textBytes = (text: string) => new TextEncoder().encode(text);

/** Little-endian numbers of 2, 4 or 8 bytes. */
function numbers(...fields: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

/** A zip file, deflated unless a method is given. */
export function zipOf(
  members: readonly ZipMember[],
  options: ZipOptions = {},
): Uint8Array<ArrayBuffer> {
  const locals: Uint8Array[] = [];
  const headers: Uint8Array[] = [];
  let at = 0;
  for (const member of members) {
    const { local, header } = zipMember(member, at);
    locals.push(local);
    headers.push(header);
    at += local.length;
  }
  const directory = concatBytes(headers);
  const count = options.count ?? members.length;
  const wide = concatBytes([
    numbers([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count]),
    numbers([8, directory.length], [8, at]),
    numbers([4, 0x07064b50], [4, 0], [8, at + directory.length], [4, 1]),
  ]);
  const [shortCount, shortSize, shortBegin] = options.zip64
    ? [0xffff, 0xffffffff, 0xffffffff]
    : [count, directory.length, at];
  const comment = textBytes(options.comment ?? '');
  const end = concatBytes([
    numbers([4, 0x06054b50], [2, options.disk ?? 0], [2, 0], [2, shortCount], [2, shortCount]),
    numbers([4, shortSize], [4, shortBegin], [2, comment.length]),
    comment,
  ]);
  return concatBytes([...locals, directory, ...(options.zip64 ? [wide] : []), end]);
}

function zipMember(member: ZipMember, at: number): { local: Uint8Array; header: Uint8Array } {
  const path = textBytes(member.path);
  const method = member.method ?? 8;
  const packed = member.packed ?? (method === 8 ? deflateRawSync(member.bytes) : member.bytes);
  const checksum = member.checksum ?? crc32(member.bytes);
  const size = member.size ?? member.bytes.length;
  const common = (unpacked: number) =>
    numbers(
      [2, member.flags ?? 0x800],
      [2, method],
      [2, 0],
      [2, 0],
      [4, checksum],
      [4, packed.length],
      [4, unpacked],
      [2, path.length],
    );
  const extra = member.zip64 ? numbers([2, 1], [2, 8], [8, size]) : new Uint8Array();
  const shownSize = member.zip64 ? 0xffffffff : size;
  const local = concatBytes([
    numbers([4, 0x04034b50], [2, 20]),
    common(member.localSize ?? size),
    numbers([2, 0]),
    path,
    packed,
  ]);
  const header = concatBytes([
    numbers([4, 0x02014b50], [2, member.madeBy ?? 20], [2, 20]),
    common(shownSize),
    numbers([2, extra.length], [2, 0], [2, 0], [2, 0], [4, member.attributes ?? 0]),
    numbers([4, member.begin ?? at]),
    path,
    extra,
  ]);
  return { local, header };
}

export interface TarMember extends ArchiveMember {
  readonly type?: string;
  readonly prefix?: string;
}

/** A tar file as POSIX has it, without long names. */
export function tarOf(members: readonly TarMember[]): Uint8Array<ArrayBuffer> {
  const blocks = members.flatMap(({ path, bytes, type = '0', prefix = '' }) => {
    const header = new Uint8Array(512);
    const put = (at: number, text: string) => header.set(textBytes(text), at);
    const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
    put(0, path);
    put(124, `${octal(bytes.length, 11)}\0`);
    put(148, ' '.repeat(8));
    put(156, type);
    put(257, 'ustar\x0000');
    put(345, prefix);
    put(
      148,
      `${octal(
        header.reduce((sum, byte) => sum + byte, 0),
        6,
      )}\0 `,
    );
    return [header, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512)];
  });
  return concatBytes([...blocks, new Uint8Array(1024)]);
}

export const chosen = (path: string, bytes: Uint8Array<ArrayBuffer>) => ({
  path,
  file: new File([bytes], path.split('/').at(-1)!),
});

/** What opening gives, and what it passed over. */
export async function openAll(
  files: readonly { path: string; bytes: Uint8Array<ArrayBuffer> }[],
): Promise<{ files: readonly SourceFile[]; skipped: SkippedFile[] }> {
  const skipped: SkippedFile[] = [];
  const reading: OpeningReading = {
    progress: async () => {},
    skip: (file) => void skipped.push(file),
  };
  const opened = await openFiles(
    files.map(({ path, bytes }) => chosen(path, bytes)),
    reading,
  );
  return { files: opened, skipped };
}

/** Opens and reads everything: paths and their bytes, in order. */
export async function readAll(
  files: readonly { path: string; bytes: Uint8Array<ArrayBuffer> }[],
): Promise<ArchiveMember[]> {
  const { files: opened } = await openAll(files);
  const members: ArchiveMember[] = [];
  for (const file of opened) members.push({ path: file.path, bytes: await file.read() });
  return members;
}
