/**
 * The contract of a file format: from files to labelled images. A format sees files one by one, out
 * of their archives and unpacked; splitting, class checks, hashing and storing are the same for all
 * (importing/).
 */
import type { SourceFile } from '../files/sourceFile.ts';
import type { Reading } from '../importing/reading.ts';

/** Images and their labels, as files hold them. */
export interface LabelledPart {
  /** Of the file or folder it comes from, for people. */
  readonly name: string;
  /** Of the file that holds the labels, for errors. */
  readonly labelsName: string;
  /** [count, height, width, channels], none of them 0; channels 1 to 4 */
  readonly shape: readonly [count: number, height: number, width: number, channels: number];
  /** uint8, 0 = black, 255 = full */
  readonly images: Uint8Array;
  /** [count] whole numbers, not checked further. */
  readonly labels: Uint8Array | Int8Array | Int16Array | Int32Array;
}

export interface ReadParts {
  readonly train: LabelledPart;
  /** Absent where the files do not tell training from test images. */
  readonly test?: LabelledPart;
  /** By label; absent where the files do not name their classes. */
  readonly classNames?: readonly string[];
}

export interface FileFormat {
  readonly id: string;
  readonly label: string;
  /** Which files to choose, for people. */
  readonly summary: string;
  /** Whether the files look like this format; no need to be sound. Asked in the order of the list. */
  recognises(files: readonly SourceFile[]): Promise<boolean>;
  /** Reads all files, or throws a LabError that names the faulty one. */
  read(files: readonly SourceFile[], reading: Reading): Promise<ReadParts>;
}
