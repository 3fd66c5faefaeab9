/**
 * What a study has on the disk while it is run, beside its results:
 *
 *   results.json.part/
 *     lock            who runs it
 *     journal         the study and its ended runs, a line each
 *     checkpoints/    of the runs under way
 *     datasets/       what was imported, for the threads that train
 *
 * The folder is gone once the study is finished and its results are written.
 */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { LabError } from '../core/errors.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { fileRunOf } from '../storage/resultRuns.ts';
import type { StudyAnalysis } from '../studies/analysis/analysis.ts';
import type { Study, StudyWithRuns } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { createDiskDatasets } from './diskDatasets.ts';
import { readStudyFile, writeStudyFile } from './studyFile.ts';
import { openJournal, readJournal } from './studyJournal.ts';
import { expectFree, takeLock } from './studyLock.ts';

export interface StudyWork {
  /** For checkpoints and datasets. */
  readonly folder: string;
  /** Resolves when the run is on the disk. */
  keep(run: RunRecord): Promise<void>;
  /** Writes the results, and tells what they say; of a finished study nothing else stays. */
  finish(state: {
    readonly study: StudyWithRuns;
    readonly app: RunRecord['app'];
    readonly isFinished: boolean;
  }): Promise<StudyAnalysis>;
  /** Lets others have it. */
  release(): Promise<void>;
}

export const workFolder = (out: string) => `${out}.part`;
const lockOf = (out: string) => join(workFolder(out), 'lock');
const journalOf = (out: string) => join(workFolder(out), 'journal');

/**
 * What is there of a study; undefined where nothing is. Reads only.
 *
 * @param mayGoOn false: whatever is there is an error
 */
export async function findStudy(
  out: string,
  { isResumed }: { isResumed: boolean },
): Promise<StudyWithRuns | undefined> {
  if (!existsSync(dirname(out) || '.')) {
    throw new LabError('out-folder', {
      found: `no folder ${dirname(out)}`,
      expected: `a folder for ${out}`,
      fix: 'make it, or choose another --out',
    });
  }
  await expectFree(lockOf(out));
  const isThere = existsSync(out) || existsSync(journalOf(out));
  if (isThere && !isResumed) throw alreadyThere(out);
  const written = await readStudyFile(out);
  const journal = await readJournal(journalOf(out));
  if (!written || !journal) return written ?? journal;
  if (written.study.id !== journal.study.id) throw otherJournal(out);
  return { study: newer(written.study, journal.study), runs: union(written.runs, journal.runs) };
}

/** The plan of a study only grows. */
const newer = (a: Study, b: Study): Study =>
  b.amendments.length >= a.amendments.length
    ? { ...b, lookedAt: a.lookedAt ?? b.lookedAt }
    : { ...a, lookedAt: a.lookedAt ?? b.lookedAt };

/** By id; a run that both have must be the same. */
function union(written: readonly RunRecord[], journal: readonly RunRecord[]): RunRecord[] {
  const known = new Map(written.map((run) => [run.id, run]));
  const added = journal.filter((run) => {
    const before = known.get(run.id);
    if (!before) return true;
    if (isDeepStrictEqual(fileRunOf(before), fileRunOf(run))) return false;
    throw new LabError('journal-differs', {
      found: `run ${run.id}, which the results and their journal tell differently`,
      expected: 'one story',
      fix: 'put back the results that belong to the journal',
    });
  });
  return [...written, ...added];
}

/** From here on files are written. */
export async function openStudyWork(
  out: string,
  study: StudyWithRuns,
  datasets: readonly Dataset[],
): Promise<StudyWork> {
  const folder = workFolder(out);
  await mkdir(folder, { recursive: true });
  const lock = await takeLock(lockOf(out));
  const stored = createDiskDatasets(join(folder, 'datasets'));
  for (const dataset of datasets) await stored.put(dataset);
  const journal = await openJournal(journalOf(out), study);
  return {
    folder,
    keep: (run) => journal.keep(run),
    async finish({ study, app, isFinished }) {
      const analysis = await writeStudyFile(out, study, app);
      if (isFinished) await rm(folder, { recursive: true, force: true });
      return analysis;
    },
    async release() {
      await journal.close();
      await lock.release();
    },
  };
}

const alreadyThere = (out: string) =>
  new LabError('out-exists', {
    found: `${out}, or what was begun of it in ${workFolder(out)}`,
    expected: 'a name that is free, so that no results are lost',
    fix: 'add --resume to go on with it, or choose another --out',
  });

const otherJournal = (out: string) =>
  new LabError('other-study', {
    found: `${workFolder(out)}, begun of another study than ${out} holds`,
    expected: 'one study',
    fix: 'move one of them away',
  });
