/**
 * The journal of a study that is being run: a line for the study, then one for each run that ended.
 *
 *   <CRC-32 of the JSON, 8 hexadecimal digits> <JSON>
 *
 * A run's line is its record as it is; a number that is not finite is `{"not finite": "NaN"}`.
 * A line is on the disk before its run counts. What a kill left of a last line is dropped; anything
 * else that is wrong is an error, because it was not the lab that did it.
 */
import { open, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { LabError } from '../core/errors.ts';
import { crc32 } from '../datasets/files/crc32.ts';
import type { Study, StudyWithRuns } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { writeWholeFile } from './wholeFile.ts';

const VERSION = 1;

interface Head {
  readonly journal: number;
  readonly study: Study;
}

export interface Journal {
  /** Resolves when the run is on the disk. */
  keep(run: RunRecord): Promise<void>;
  close(): Promise<void>;
}

/** What the journal holds; undefined where there is none. */
export async function readJournal(path: string): Promise<StudyWithRuns | undefined> {
  const text = await readFile(path, 'utf8').catch(missing);
  if (text === undefined) return undefined;
  const [head, ...runs] = wholeLines(text).map((line, place) => openLine(line, path, place + 1));
  if (head === undefined) throw damaged(path, 1);
  const { journal, study } = head as Head;
  if (journal !== VERSION) throw otherVersion(path, journal);
  return { study, runs: runs as RunRecord[] };
}

/** Goes on with a journal, or begins one; its runs are those that it holds already. */
export async function openJournal(path: string, { study, runs }: StudyWithRuns): Promise<Journal> {
  const before = await readJournal(path);
  const isSame = before && JSON.stringify(before.study) === JSON.stringify(study);
  if (!isSame || before.runs.length !== runs.length) {
    const head: Head = { journal: VERSION, study };
    await writeWholeFile(path, [head, ...runs].map(lineOf).join(''));
  } else {
    await dropTornLine(path);
  }
  const file = await open(path, 'a');
  return {
    keep: (run) => append(file, lineOf(run)),
    close: () => file.close(),
  };
}

async function append(file: FileHandle, line: string): Promise<void> {
  await file.appendFile(line);
  await file.datasync();
}

const lineOf = (content: object): string => {
  const json = JSON.stringify(content, withNonFinite);
  return `${checksumOf(json)} ${json}\n`;
};

const checksumOf = (json: string): string =>
  crc32(new TextEncoder().encode(json)).toString(16).padStart(8, '0');

/** Without what follows the last line break: a kill left it. */
const wholeLines = (text: string): string[] => text.split('\n').slice(0, -1);

async function dropTornLine(path: string): Promise<void> {
  const bytes = await readFile(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) await truncate(path, end);
}

function openLine(line: string, path: string, number: number): unknown {
  const json = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== checksumOf(json)) throw damaged(path, number);
  return JSON.parse(json, readNonFinite);
}

/** JSON has no word for the losses of a run that diverged. */
const NON_FINITE = 'not finite';

function withNonFinite(_key: string, value: unknown): unknown {
  const isNumber = typeof value === 'number' && !Number.isFinite(value);
  return isNumber ? { [NON_FINITE]: String(value) } : value;
}

function readNonFinite(_key: string, value: unknown): unknown {
  const isNumber = typeof value === 'object' && value !== null && NON_FINITE in value;
  return isNumber ? Number(value[NON_FINITE]) : value;
}

const missing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};

const damaged = (path: string, line: number) =>
  new LabError('journal-damaged', {
    found: `line ${line} of ${path}, which is not as the lab wrote it`,
    expected: 'lines that match their checksums',
    fix: 'put back a copy of the file, or begin the study again with another --out',
  });

const otherVersion = (path: string, version: number) =>
  new LabError('journal-version', {
    found: `${path}, a journal of version ${version}`,
    expected: `version ${VERSION}`,
    fix: 'finish the study with the lab that began it, or begin it again with another --out',
  });
