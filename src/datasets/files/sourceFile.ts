/**
 * A file to be read, wherever it lies: chosen by a person, within an archive, on a server, in
 * memory. Its bytes are asked for one file at a time, since an archive may hold 60,000 of them.
 */

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
