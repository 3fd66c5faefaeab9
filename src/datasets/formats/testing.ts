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
