/**
 * What was dropped on the page, with all that lies in its folders. A folder is read a hundred or so
 * entries at a time, as the browser hands them out; links are not followed because it shows none.
 */
import { LabError } from '../core/errors.ts';
import type { ChosenFile } from '../datasets/files/sourceFile.ts';

/** Files of a drop at most: three times ImageNet's validation set. */
export const MOST_ENTRIES = 200_000;
/** Deeper than any dataset; a loop of folders would be. */
const MOST_FOLDERS_DEEP = 32;
/** Files that are asked for at once. */
const AT_ONCE = 64;

/** The part of a DataTransferItem that is used; `webkitGetAsEntry` is null for what is no file. */
export interface DroppedItem {
  readonly kind: string;
  getAsFile(): File | null;
  webkitGetAsEntry(): FileSystemEntry | null;
}

type Dropped = { readonly entry: FileSystemEntry } | { readonly file: File };

/** Must be called while the drop is handled: afterwards the browser hands out nothing. */
export function holdDropped(items: Iterable<DroppedItem>): Dropped[] {
  return [...items].flatMap((item): Dropped[] => {
    if (item.kind !== 'file') return [];
    const entry = item.webkitGetAsEntry();
    if (entry) return [{ entry }];
    const file = item.getAsFile(); // pasted or made by a script: it lies in no folder
    return file ? [{ file }] : [];
  });
}

/**
 * All files, in the order of their folders.
 *
 * @param report how many were found so far
 * @param signal rejects with its reason
 */
export async function readDropped(
  dropped: readonly Dropped[],
  report: (count: number) => void,
  signal: AbortSignal,
): Promise<ChosenFile[]> {
  const files: ChosenFile[] = [];
  let waiting: Promise<ChosenFile>[] = [];

  async function settle(): Promise<void> {
    files.push(...(await Promise.all(waiting)));
    waiting = [];
    signal.throwIfAborted();
    report(files.length);
  }
  async function add(file: Promise<ChosenFile>): Promise<void> {
    if (files.length + waiting.length === MOST_ENTRIES) throw tooMany();
    file.catch(() => undefined); // told when its turn comes, also where that is later
    waiting.push(file);
    if (waiting.length === AT_ONCE) await settle();
  }
  async function walk(entry: FileSystemEntry, depth: number): Promise<void> {
    if (isFile(entry)) return add(chosenOf(entry));
    if (!isFolder(entry) || depth > MOST_FOLDERS_DEEP) return;
    signal.throwIfAborted(); // also where folders hold folders and no file
    for await (const inside of entriesOf(entry)) await walk(inside, depth + 1);
  }

  for (const each of dropped) {
    if ('entry' in each) await walk(each.entry, 0);
    else await add(Promise.resolve({ file: each.file, path: each.file.name }));
  }
  await settle();
  return files;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const pathOf = ({ fullPath }: FileSystemEntry) => fullPath.replace(/^\//, '');

async function chosenOf(entry: FileSystemFileEntry): Promise<ChosenFile> {
  const path = pathOf(entry);
  try {
    return { file: await new Promise<File>((done, fail) => entry.file(done, fail)), path };
  } catch {
    throw unreadable(path);
  }
}

/** A folder's entries; the browser gives some at a time, and none when there are no more. */
async function* entriesOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((done, fail) =>
      reader.readEntries(done, fail),
    ).catch(() => {
      throw unreadable(pathOf(folder));
    });
    if (entries.length === 0) return;
    yield* entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function unreadable(path: string): LabError {
  return new LabError('file-unreadable', {
    found: `${path}, which the browser may not read`,
    expected: 'files that are still where they were and that you may open',
    fix: 'check that it can be opened, or leave it out, and drop the folder again',
  });
}

function tooMany(): LabError {
  return new LabError('too-many-files', {
    found: `more than ${MOST_ENTRIES.toLocaleString('en-GB')} files`,
    expected: 'at most that many in one drop',
    fix: 'drop the folder of the dataset alone, or pack it into a zip file',
  });
}
