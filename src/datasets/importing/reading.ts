/**
 * What a format may do while it reads: tell how far it is, ask the person, skip a file, decode a
 * picture. It keeps no state of its own; what was asked and skipped ends in the preview.
 */
import type { Picture } from '../pictures/picture.ts';

export interface Question {
  /** kebab-case; `value-range`, `array/train-images` */
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** A question and what is taken for its answer; null: nothing can be read before it is answered. */
export interface AskedQuestion extends Question {
  readonly answer: string | null;
}

/** By id of the question. */
export type Answers = Readonly<Record<string, string>>;

export interface SkippedFile {
  readonly name: string;
  /** Without a full stop: `no picture`, `breaks off after 312 bytes`. */
  readonly reason: string;
  /**
   * ignored: nobody will miss it (`.DS_Store`); damaged: it should have been an image, and the person
   * is asked whether to go on without it.
   */
  readonly kind: 'ignored' | 'damaged';
}

export type ProgressUnit = 'bytes' | 'files' | 'images';

export interface Reading {
  /** Images of each part that are wanted at most; absent: all. Formats that can stop early do so. */
  readonly most?: number;
  /**
   * Called every few milliseconds of work: tells how far it is, lets messages in, and rejects where
   * the person cancelled. Counted in images, unless it says otherwise.
   */
  progress(done: number, of: number, what: string, unit?: ProgressUnit): Promise<void>;
  /**
   * The person's answer, else the suggestion. Without either it throws, and the preview shows the
   * question; an answer that is none of the choices counts as none.
   */
  ask(question: Question, suggestion: string | null): string;
  skip(file: SkippedFile): void;
  /** Something that a person should know of the data, as a sentence. Each sentence once. */
  remark(text: string): void;
  /** Decodes PNG, JPEG, WebP, GIF or BMP; throws a LabError whose parts say what is wrong. */
  decodePicture(file: { name: string; bytes: Uint8Array<ArrayBuffer> }): Promise<Picture>;
}
