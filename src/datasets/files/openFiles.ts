/**
 * From what a person chose to the files that formats see: archives opened by their first bytes, not
 * their names; what nobody will miss left out; the folders that all files share taken off.
 *
 *   photos.zip with photos/cat/1.png, photos/dog/1.png     cat/1.png, dog/1.png
 *   train.zip and test.zip with cat/1.png each             train/cat/1.png, test/cat/1.png
 *   cifar-10-binary.tar.gz                                 data_batch_1.bin, …
 *
 * Gzip and tar within a zip are opened, too; a zip within an archive is refused: nobody packs images
 * so, but bombs are.
 */
import { LabError } from '../../core/errors.ts';
import { concatBytes } from '../../core/hash.ts';
import type { Reading } from '../importing/reading.ts';
import { isGzip, LARGEST_UNPACKED, unpackedChunks, unpackedStart, withoutGz } from './gzip.ts';
import { reasonToIgnore, withoutCommonFolders } from './paths.ts';
import {
  emptyFile,
  fileFromBytes,
  fileFromChosen,
  type ChosenFile,
  type SourceFile,
} from './sourceFile.ts';
import { isTar, readTar, tarInStream, tarOnDisk, type TarInput } from './tar.ts';
import { openZip } from './zip.ts';
import { isZip } from './zipDirectory.ts';
import { MOST_ENTRIES, tooManyFiles } from './zipEnd.ts';

export type OpeningReading = Pick<Reading, 'progress' | 'skip'>;

/** Files of a person's disk. */
export async function openFiles(
  chosen: readonly ChosenFile[],
  reading: OpeningReading,
): Promise<readonly SourceFile[]> {
  return openSources(chosen.map(fileFromChosen), reading);
}

/** The same for files that are in memory or on a server. */
export async function openSources(
  sources: readonly SourceFile[],
  reading: OpeningReading,
): Promise<readonly SourceFile[]> {
  const opening: Opening = { reading, bytesLeft: LARGEST_UNPACKED, files: [] };
  const kept = sources.filter((source) => !isIgnored(source, opening));
  for (const source of kept) {
    const folder = kept.length > 1 ? `${source.path.replace(archiveEnding, '')}/` : '';
    await open(source, opening, folder, openZipFile);
  }
  const paths = withoutCommonFolders(opening.files.map(({ path }) => path));
  return opening.files.map((file, index) => ({ ...file, path: paths[index]! }));
}

interface Opening {
  readonly reading: OpeningReading;
  /** That archives may still unpack to. */
  bytesLeft: number;
  readonly files: SourceFile[];
}

const archiveEnding = /\.(zip|npz|tgz|tar|tar\.gz)$/i;
/** Not looked into: 60,000 files would each be asked for their first bytes. */
const pictureEnding = /\.(png|jpe?g|webp|gif|bmp)$/i;
const packedEnding = /\.(zip|npz|tgz|tar|gz)$/i;
const HEAD = 512; // bytes: as many as tell a tar file

type OpenZipFile = (file: SourceFile, opening: Opening, folder: string) => Promise<void>;

/** @param folder in which the members of an archive shall lie: `train/`, or nothing */
async function open(
  file: SourceFile,
  opening: Opening,
  folder: string,
  whenZip: OpenZipFile,
): Promise<void> {
  if (pictureEnding.test(file.path)) return keep(file, opening);
  if (file.size === 0 && !file.path.includes('/')) throw emptyFile(file.name);
  const head = await file.slice(0, HEAD);
  if (isZip(head)) return whenZip(file, opening, folder);
  if (isGzip(head)) return openGzip(file, opening, folder);
  return isTar(head) ? openTar(tarOnDisk(file), opening, folder) : keep(file, opening);
}

function keep(file: SourceFile, opening: Opening): void {
  if (opening.files.length >= MOST_ENTRIES) {
    throw tooManyFiles('the files chosen', opening.files.length + 1);
  }
  opening.files.push(file);
}

async function openZipFile(file: SourceFile, opening: Opening, folder: string): Promise<void> {
  const members = await openZip(file, (name) => skipOther(opening, name, 'a link to another file'));
  const size = members.reduce((sum, member) => sum + member.size, 0);
  if (size > opening.bytesLeft) throw tooLargeInflated(file, size);
  opening.bytesLeft -= size;
  for (const [index, member] of members.entries()) {
    await opening.reading.progress(index, members.length, `Opening ${file.name}`, 'files');
    if (isIgnored(member, opening)) continue;
    await openMember({ ...member, path: folder + member.path }, opening);
  }
}

async function openGzip(file: SourceFile, opening: Opening, folder: string): Promise<void> {
  const chunks = countedChunks(file, opening);
  if (isTar(await unpackedStart(file))) {
    await openTar(tarInStream(file.name, chunks), opening, folder);
    // The checksum stands at the very end, behind the zeros that end the archive.
    for (let step = await chunks.next(); !step.done;) step = await chunks.next();
    return;
  }
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  keep(fileFromBytes(withoutGz(file.path), withoutGz(file.name), concatBytes(parts)), opening);
}

async function* countedChunks(
  file: SourceFile,
  opening: Opening,
): AsyncGenerator<Uint8Array, void> {
  let done = 0;
  for await (const chunk of unpackedChunks(file, opening.bytesLeft)) {
    done += chunk.length;
    opening.bytesLeft -= chunk.length;
    await opening.reading.progress(done, 0, `Unpacking ${file.name}`, 'bytes');
    yield chunk;
  }
}

async function openTar(input: TarInput, opening: Opening, folder: string): Promise<void> {
  const tellOther = (name: string, what: string) => skipOther(opening, name, what);
  for await (const member of readTar(input, tellOther)) {
    if (isIgnored(member, opening)) continue;
    await openMember({ ...member, path: folder + member.path }, opening);
    await opening.reading.progress(opening.files.length, 0, `Opening ${input.name}`, 'files');
  }
}

/** A file of an archive, which may itself be packed. */
async function openMember(member: SourceFile, opening: Opening): Promise<void> {
  if (!packedEnding.test(member.path)) return keep(member, opening);
  const file = fileFromBytes(member.path, member.name, await member.read()); // unpacked once
  await open(file, opening, `${member.path.replace(archiveEnding, '')}/`, refuseZip);
}

async function refuseZip({ name }: SourceFile): Promise<never> {
  throw new LabError('zip-nested', {
    found: `${name}, a zip file within an archive`,
    expected: 'images or arrays in the archive itself',
    fix: 'unpack the inner file and choose it alone, or pack its files directly',
  });
}

function isIgnored({ path, name }: SourceFile, opening: Opening): boolean {
  const reason = reasonToIgnore(path);
  if (reason) skipOther(opening, name, reason);
  return reason !== undefined;
}

const skipOther = ({ reading }: Opening, name: string, reason: string) =>
  reading.skip({ name, reason, kind: 'ignored' });

function tooLargeInflated({ name, size }: SourceFile, unpacked: number): LabError {
  return new LabError('too-large-inflated', {
    found: `${name}, ${size} bytes, which unpacks to ${unpacked} bytes`,
    expected: `at most ${LARGEST_UNPACKED} bytes unpacked, of all archives together`,
    fix: 'choose a smaller part of the data',
  });
}
