/**
 * The contract of a file format: from files that a person chose to labelled images. A format sees
 * unpacked bytes; splitting, class names, label checks and hashing are the same for all
 * (importFiles.ts).
 */
import type { NamedBytes } from './gzip.ts';

/** Images and their labels, as files hold them. */
export interface LabelledPart {
  /** Of the file or folder it comes from, for people. */
  readonly name: string;
  /** Of the file that holds the labels, for errors. */
  readonly labelsName: string;
  /** [count, height, width, channels], none of them 0 */
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
}

export interface FileFormat {
  readonly id: string;
  readonly label: string;
  /** Which files to choose, for people. */
  readonly summary: string;
  /** Whether a file looks like one of this format; no need to be sound. */
  recognises(file: NamedBytes): boolean;
  /** Reads all files, or throws a LabError that names the faulty one. */
  read(files: readonly NamedBytes[]): ReadParts;
}
