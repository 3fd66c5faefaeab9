/**
 * From what a person chose to the files that formats see: archives opened by their first bytes, not
 * their names; the top folder that all share taken off; what nobody will miss left out.
 */
import { LabError } from '../../core/errors.ts';
import { concatBytes } from '../../core/hash.ts';
import type { Reading } from '../importing/reading.ts';
import { isGzip, LARGEST_UNPACKED, unpackedChunks, withoutGz } from './gzip.ts';
import { reasonToIgnore, withoutCommonFolders } from './paths.ts';
import { fileFromBytes, fileFromChosen, type ChosenFile, type SourceFile } from './sourceFile.ts';

export type OpeningReading = Pick<Reading, 'progress' | 'skip' | 'remark'>;

/** Files of a disk or of a drop. */
export function openFiles(
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
  const opened: SourceFile[] = [];
  for (const source of sources) {
    if (isIgnored(source, reading)) continue;
    const head = await source.slice(0, 4);
    opened.push(isGzip(head) ? await openGzip(source, reading) : source);
  }
  const paths = withoutCommonFolders(opened.map(({ path }) => path));
  return opened.map((file, index) => ({ ...file, path: paths[index]! }));
}

function isIgnored({ path, name }: SourceFile, reading: OpeningReading): boolean {
  const reason = reasonToIgnore(path);
  if (reason) reading.skip({ name, reason, kind: 'ignored' });
  return reason !== undefined;
}

async function openGzip(file: SourceFile, reading: OpeningReading): Promise<SourceFile> {
  const chunks: Uint8Array[] = [];
  let done = 0;
  for await (const chunk of unpackedChunks(file, LARGEST_UNPACKED)) {
    chunks.push(chunk);
    done += chunk.length;
    await reading.progress(done, 0, `Unpacking ${file.name}`);
  }
  return fileFromBytes(withoutGz(file.path), withoutGz(file.name), concatBytes(chunks));
}

export function emptyFile(name: string): LabError {
  return new LabError('empty-file', {
    found: `${name}, which holds nothing`,
    expected: 'a file with data',
    fix: 'download or copy it again',
  });
}
