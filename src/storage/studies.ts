/**
 * Kept studies: a row each, and apart from it their runs, of which there may be a thousand. The row
 * says how far the study is, so that a list of studies reads no run; it is written in the same
 * transaction as the run that changed it.
 *
 * Reading is total: what is damaged, or names a system that this lab does not know, is left out and
 * reported, and stays stored until its study is deleted.
 */
import { LabError, messageOf } from '../core/errors.ts';
import type { RunRecord } from '../training/result.ts';
import { deleteCheckpoint } from './checkpoints.ts';
import { changeIn, readFrom, type LabTransaction } from './database.ts';
import { readRunRecord } from './runRecord.ts';
import type { DroppedRun } from './runs.ts';
import { isStudyRow, type StudyRow } from './studyRow.ts';

export type { StudyRow, StudyWish } from './studyRow.ts';

export interface StoredStudies {
  /** The one that was changed last comes first. */
  readonly rows: readonly StudyRow[];
  readonly dropped: readonly DroppedRun[];
}

export interface StoredStudyRuns {
  /** All attempts, in the order in which they ended. */
  readonly runs: readonly RunRecord[];
  readonly dropped: readonly DroppedRun[];
}

interface PlacedRun {
  readonly place: number;
  readonly run: unknown;
}

export async function listStudies(): Promise<StoredStudies> {
  const [ids, values] = await readFrom(['studies'], (transaction) => {
    const studies = transaction.objectStore('studies');
    return Promise.all([studies.getAllKeys(), studies.getAll()]);
  });
  const rows: StudyRow[] = [];
  const dropped: DroppedRun[] = [];
  for (const [index, id] of ids.entries()) {
    const value = values[index];
    if (isStudyRow(value, id)) rows.push(value);
    else dropped.push({ id, reason: damaged(id).message });
  }
  rows.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return { rows, dropped };
}

export async function readStudy(id: string): Promise<StudyRow | undefined> {
  const value = await readFrom(['studies'], (transaction) =>
    transaction.objectStore('studies').get(id),
  );
  if (value === undefined) return undefined;
  if (!isStudyRow(value, id)) throw damaged(id);
  return value;
}

export async function readStudyRuns(id: string): Promise<StoredStudyRuns> {
  const [keys, values] = await readFrom(['studyRuns'], (transaction) => {
    const runs = transaction.objectStore('studyRuns');
    return Promise.all([runs.getAllKeys(runsOf(id)), runs.getAll(runsOf(id))]);
  });
  const placed: { place: number; run: RunRecord }[] = [];
  const dropped: DroppedRun[] = [];
  for (const [index, [, runId]] of keys.entries()) {
    try {
      const { place, run } = (values[index] ?? {}) as Partial<PlacedRun>;
      placed.push({ place: place ?? 0, run: readRunRecord(run, runId) });
    } catch (error) {
      dropped.push({ id: runId, reason: messageOf(error) });
    }
  }
  placed.sort((a, b) => a.place - b.place);
  return { runs: placed.map(({ run }) => run), dropped };
}

/** A run that another tab has added; undefined where it is gone. */
export async function readStudyRun(id: string, runId: string): Promise<RunRecord | undefined> {
  const value = await readFrom(['studyRuns'], (transaction) =>
    transaction.objectStore('studyRuns').get([id, runId]),
  );
  return value === undefined ? undefined : readRunRecord((value as PlacedRun).run, runId);
}

/** Adds a study with the runs that it has already (from a file), all or none. */
export function putStudy(row: StudyRow, runs: readonly RunRecord[] = []): Promise<void> {
  return changeIn(
    ['studies', 'studyRuns'],
    async (transaction) => {
      for (const [index, run] of runs.entries()) {
        await putPlaced(transaction, row.study.id, { place: row.places + index, run });
      }
      await putRow(transaction, { ...row, places: row.places + runs.length });
    },
    'strict',
  );
}

/** What may change of a study's row, the order of its runs left alone. */
export type StudyChange = Partial<Omit<StudyRow, 'places' | 'updatedAt'>>;

/**
 * Changes a study's row.
 *
 * @param change of the row as it is stored now; returns what becomes of it
 * @returns the row as it is now; undefined where there is none any more
 */
export async function changeStudy(
  id: string,
  change: (row: StudyRow) => StudyChange,
): Promise<StudyRow | undefined> {
  let changed: StudyRow | undefined;
  await changeIn(
    ['studies'],
    async (transaction) => {
      const row = await rowIn(transaction, id);
      if (!row) return;
      changed = { ...row, ...change(row), updatedAt: new Date().toISOString() };
      await putRow(transaction, changed);
    },
    'strict',
  );
  return changed;
}

/**
 * Adds a run that has ended, and what the study's row says since. When this resolves both are on the
 * disk; a run that is there already keeps its place.
 *
 * @returns the row as it is now; undefined, and nothing stored, where the study was deleted
 */
export async function putStudyRun(
  id: string,
  run: RunRecord,
  progress: Pick<StudyRow, 'ended' | 'all' | 'repeats'>,
): Promise<StudyRow | undefined> {
  let changed: StudyRow | undefined;
  await changeIn(
    ['studies', 'studyRuns'],
    async (transaction) => {
      const row = await rowIn(transaction, id);
      if (!row) return;
      const held = (await transaction.objectStore('studyRuns').get([id, run.id])) as
        PlacedRun | undefined;
      await putPlaced(transaction, id, { place: held?.place ?? row.places, run });
      const places = row.places + (held ? 0 : 1);
      const updatedAt = new Date().toISOString();
      changed = { ...row, ...progress, places, resumptions: 0, updatedAt };
      await putRow(transaction, changed);
    },
    'strict',
  );
  return changed;
}

/** The study, its runs, and the checkpoints of those under way. */
export function deleteStudy(id: string): Promise<void> {
  return changeIn(['studies', 'studyRuns', 'checkpoints', 'chunks'], async (transaction) => {
    await transaction.objectStore('studies').delete(id);
    await transaction.objectStore('studyRuns').delete(runsOf(id));
    await deleteCheckpoints(transaction, id);
  });
}

/** Whoever cancels a study gives up what its runs under way have learnt. */
export function deleteStudyCheckpoints(id: string): Promise<void> {
  return changeIn(['checkpoints', 'chunks'], (transaction) => deleteCheckpoints(transaction, id));
}

/** A run of a study has the spec of many a run elsewhere, and so its id: its checkpoint has its own. */
export function checkpointOf(studyId: string, runId: string): string {
  return `${studyId}/${runId}`;
}

async function deleteCheckpoints(
  transaction: LabTransaction<'readwrite'>,
  id: string,
): Promise<void> {
  const all = IDBKeyRange.bound(checkpointOf(id, ''), checkpointOf(id, '\uffff'));
  for (const key of await transaction.objectStore('checkpoints').getAllKeys(all)) {
    await deleteCheckpoint(transaction, key);
  }
}

/** An empty list sorts after every text. */
const runsOf = (id: string) => IDBKeyRange.bound([id], [id, []]);

async function rowIn(
  transaction: LabTransaction<'readwrite'>,
  id: string,
): Promise<StudyRow | undefined> {
  const value = await transaction.objectStore('studies').get(id);
  if (value !== undefined && !isStudyRow(value, id)) throw damaged(id);
  return value;
}

async function putRow(transaction: LabTransaction<'readwrite'>, row: StudyRow): Promise<void> {
  await transaction.objectStore('studies').put(row, row.study.id);
}

async function putPlaced(
  transaction: LabTransaction<'readwrite'>,
  id: string,
  placed: { readonly place: number; readonly run: RunRecord },
): Promise<void> {
  await transaction.objectStore('studyRuns').put(placed, [id, placed.run.id]);
}

function damaged(id: string): LabError {
  return new LabError('study-damaged', {
    found: `nothing that is a study, stored as ${id}`,
    expected: 'a study as this lab writes it',
    fix: 'reload the page to get the newest lab, or delete the study',
  });
}
