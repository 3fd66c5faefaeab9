/** Files in memory and a Reading that notes what it hears, for the tests of formats. */
import { LabError } from '../../core/errors.ts';
import { fileFromBytes, type SourceFile } from '../files/sourceFile.ts';
import type { Answers, AskedQuestion, Reading, SkippedFile } from '../importing/reading.ts';

export const fileOf = (path: string, bytes: Uint8Array | string): SourceFile =>
  fileFromBytes(path, path, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);

export interface NotedReading extends Reading {
  readonly asked: AskedQuestion[];
  readonly skipped: SkippedFile[];
  readonly remarks: string[];
}

/** Takes the answers given, else the suggestions. */
export function readingWith(
  answers: Answers = {},
  decodePicture?: Reading['decodePicture'],
): NotedReading {
  const [asked, skipped, remarks]: [AskedQuestion[], SkippedFile[], string[]] = [[], [], []];
  return {
    asked,
    skipped,
    remarks,
    progress: () => Promise.resolve(),
    ask(question, suggestion) {
      const given = question.choices.find(({ value }) => value === answers[question.id]);
      const answer = given?.value ?? suggestion;
      asked.push({ ...question, answer });
      if (answer !== null) return answer;
      throw new LabError('open-question', {
        found: question.id,
        expected: question.choices.map(({ label }) => label).join(', '),
        fix: 'answer it',
      });
    },
    skip: (file) => void skipped.push(file),
    remark: (text) => void (remarks.includes(text) || remarks.push(text)),
    decodePicture:
      decodePicture ?? (({ name }) => Promise.reject(new Error(`${name}: no decoder`))),
  };
}

/** An NPY file of version 1.0; `shape` as text is written as it is. */
export function npyOf(
  descr: string,
  shape: readonly number[] | string,
  values: Uint8Array,
  fortranOrder = false,
): Uint8Array<ArrayBuffer> {
  const sizes = typeof shape === 'string' ? shape : `(${shape.join(', ')},)`;
  const order = fortranOrder ? 'True' : 'False';
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${sizes}, }\n`;
  const bytes = new Uint8Array(10 + text.length + values.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes.set(values, 10 + text.length);
  return bytes;
}
