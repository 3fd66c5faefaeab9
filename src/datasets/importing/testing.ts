/** For tests: chosen files to a dataset by the whole way that an import goes, less the storing. */
import type { Dataset } from '../dataset.ts';
import { openFiles } from '../files/openFiles.ts';
import type { Answers, Reading } from './reading.ts';
import { sealOwn } from './sealing.ts';
import { createReadingSession, type ReadingRecord } from './session.ts';
import { understandFiles } from './understanding.ts';

export interface TestImport {
  readonly dataset: Dataset;
  readonly record: ReadingRecord;
}

export interface TestImportOptions {
  readonly answers?: Answers;
  readonly signal?: AbortSignal;
  readonly decodePicture?: Reading['decodePicture'];
}

/** @param files their names, with `/` for folders, are their paths */
export async function importForTest(
  files: readonly File[],
  { answers = {}, signal = new AbortController().signal, decodePicture }: TestImportOptions = {},
): Promise<TestImport> {
  const session = createReadingSession({
    ...{ answers, signal },
    report: () => {},
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    decodePicture: decodePicture ?? (({ name }) => Promise.reject(new Error(`${name}: a picture`))),
  });
  const chosen = files.map((file) => ({ file, path: file.name }));
  const opened = await openFiles(chosen, session.reading);
  const provenance = { source: 'the test', licence: 'none' };
  const { dataset } = await understandFiles(opened, provenance, session.reading);
  return { dataset: await sealOwn(dataset, dataset.label), record: session.record() };
}
