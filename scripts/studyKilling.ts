/**
 * Runs a study and kills the process again and again, at moments drawn from a seed. Each time what the
 * process had said to be ended must be in the journal, nothing may be there twice, and what was there
 * before must still be. For the test and for `npm run study-kills`.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../src/core/random.ts';
import { readJournal } from '../src/headless/studyJournal.ts';
import type { ResultFile } from '../src/storage/resultSchema.ts';

const SCRIPT = fileURLToPath(new URL('./study.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../', import.meta.url));

export interface StudyProcess {
  /** Everything it said. */
  readonly said: string;
  /** null where a signal ended it. */
  readonly code: number | null;
}

export interface Spawned {
  readonly ended: Promise<StudyProcess>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the text was said. */
  saying(text: string | RegExp): Promise<void>;
}

/** The command line as a person calls it. */
export function spawnStudy(words: readonly string[]): Spawned {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...words], { cwd: ROOT });
  let said = '';
  let listeners: (() => void)[] = [];
  const hear = (chunk: Buffer) => {
    said += chunk.toString();
    listeners.forEach((listener) => listener());
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<StudyProcess>((resolve) =>
    child.once('close', (code) => resolve({ said, code })),
  );
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    saying: (text) =>
      new Promise((resolve, reject) => {
        const listener = () => {
          if (said.search(text) < 0) return;
          listeners = listeners.filter((each) => each !== listener);
          resolve();
        };
        listeners.push(listener);
        listener();
        void ended.then(() => reject(new Error(`it never said ${text}, but: ${said}`)));
      }),
  };
}

export interface KillOrder {
  readonly study: string;
  readonly out: string;
  readonly jobs: number;
  readonly kills: number;
  /** Of the moments. */
  readonly seed: number;
  /** A kill comes so long after the moment that it waits for, at most. */
  readonly longestMs: number;
}

/** What a kill waits for, one kind after the other: a start, training, and a run that ended. */
const awaited = [undefined, 'runs to come', /^\d+\/\d+ /m] as const;

export interface KillReport {
  /** What was wrong, in words; empty when nothing was. */
  readonly faults: readonly string[];
  /** Runs in the journal after each kill. */
  readonly kept: readonly number[];
}

/** Kills so many times, then lets the study end. */
export async function runWithKills(order: KillOrder): Promise<KillReport> {
  const { study, out, jobs, kills, seed, longestMs } = order;
  const moments = createRandom(seed).stream('kills');
  const words = [study, '--out', out, '--jobs', String(jobs), '--threads', '1', '--resume'];
  const faults: string[] = [];
  const kept: number[] = [];
  let known = new Set<string>();
  for (let kill = 0; kill < kills; kill++) {
    const child = spawnStudy(words);
    // So moments fall into all that a study does, however long the start takes.
    const before = awaited[kill % awaited.length];
    if (before) await child.saying(before).catch(() => {});
    const timer = setTimeout(() => child.kill('SIGKILL'), moments.uniform(kill) * longestMs);
    const { said, code } = await child.ended;
    clearTimeout(timer);
    if (code !== null) {
      faults.push(`kill ${kill} came too late: the process ended with ${code}. ${said}`);
      break;
    }
    const found = (await readJournal(`${out}.part/journal`))?.runs ?? [];
    faults.push(
      ...faultsAfterKill(
        kill,
        found.map(({ id }) => id),
        known,
        said,
      ),
    );
    known = new Set(found.map(({ id }) => id));
    kept.push(found.length);
  }
  const last = await spawnStudy(words).ended;
  if (last.code !== 0) faults.push(`the end: code ${last.code}. ${last.said}`);
  return { faults, kept };
}

function faultsAfterKill(
  kill: number,
  found: readonly string[],
  before: ReadonlySet<string>,
  said: string,
): string[] {
  const ids = new Set(found);
  const lost = [...before].filter((id) => !ids.has(id));
  const told = said.match(/^\d+\/\d+ /gm)?.length ?? 0;
  return [
    ...(ids.size < found.length ? [`kill ${kill}: a run twice`] : []),
    ...lost.map((id) => `kill ${kill}: run ${id} lost`),
    ...(found.length < before.size + told ? [`kill ${kill}: an ended run lost`] : []),
  ];
}

/** A results file without what a clock wrote, and git: equal for equal studies, however they were run. */
export async function substanceOf(path: string): Promise<object> {
  const file = JSON.parse(await readFile(path, 'utf8')) as ResultFile;
  return {
    ...file,
    ...{ app: null, created: null, bodyCrc32: null },
    study: { ...file.study, createdAt: null, lookedAt: null },
    runs: file.runs.map(timeless).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    analysis: withoutTimes(file.analysis),
  };
}

const timeless = ({ final, ...run }: ResultFile['runs'][number]) => ({
  ...run,
  ...{ app: null, createdAt: null },
  final: final && { ...final, trainedMs: null },
});

/** At any depth, without the commit, too: somebody may be at work on the lab. */
function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !/Ms$|^commit$/.test(name));
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutTimes(each)]));
}
