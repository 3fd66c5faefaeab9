/**
 * A file to be read, wherever it lies: chosen by a person, within an archive, on a server, in
 * memory. Its bytes are asked for one file at a time, since an archive may hold 60,000 of them.
 */
import { LabError } from '../../core/errors.ts';
import { cleanName } from '../../core/shownText.ts';
import { cleanPath } from './paths.ts';

export interface SourceFile {
  /**
   * Where it lies within what was chosen, with `/` between folders: `train/cat/1.png`. A label, never
   * a path of this machine: no `..`, no drive, cleaned of control characters.
   */
  readonly path: string;
  /** For errors: `photos.zip › train/cat/1.png`. */
  readonly name: string;
  /** Bytes that `read` will give. */
  readonly size: number;
  /** All bytes, in a buffer of their own. Rejects with a LabError that names the file. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
  /** Bytes from `begin` to before `end`; of a packed file at the price of reading it. */
  slice(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A file that a person chose, and where it lay in the folder that was dropped. */
export interface ChosenFile {
  readonly file: File;
  /** Its name alone where no folder was chosen. */
  readonly path: string;
}

/** Bytes of the largest file that is read. */
export const LARGEST_FILE = 512 * 2 ** 20;

/** Of a person's disk; nothing is read before it is asked for. */
export function fileFromChosen({ file, path }: ChosenFile): SourceFile {
  const name = cleanName(path);
  if (file.size > LARGEST_FILE) throw tooLarge(name, file.size);
  const slice = async (begin: number, end: number) => {
    const bytes = await file
      .slice(begin, end)
      .arrayBuffer()
      .catch(() => {
        throw unreadable(name);
      });
    return new Uint8Array(bytes);
  };
  return {
    path: cleanPath(path, name),
    name,
    size: file.size,
    read: () => slice(0, file.size),
    slice,
  };
}

/** A file in memory, such as one that was downloaded. Its bytes are not copied before they are read. */
export function fileFromBytes(path: string, name: string, bytes: Uint8Array): SourceFile {
  return {
    path,
    name,
    size: bytes.length,
    read: () => Promise.resolve(new Uint8Array(bytes)),
    slice: (begin, end) => Promise.resolve(bytes.slice(begin, end)),
  };
}

export function tooLarge(name: string, size: number): LabError {
  return new LabError('too-large', {
    found: `${name} of ${size} bytes`,
    expected: `at most ${LARGEST_FILE} bytes`,
    fix: 'choose a smaller part of the data',
  });
}

export function emptyFile(name: string): LabError {
  return new LabError('empty-file', {
    found: `${name}, which holds nothing`,
    expected: 'a file with data',
    fix: 'download or copy it again',
  });
}

function unreadable(name: string): LabError {
  return new LabError('file-unreadable', {
    found: `${name}, which cannot be read`,
    expected: 'a file that still exists, no folder',
    fix: 'choose the files again',
  });
}
