/**
 * Kept runs: one record each, without weights (those are in the checkpoint). Reading is total: a
 * record that is damaged, or names a system this lab does not know, is left out and reported, and
 * all others are there. It stays stored until it is deleted, for a newer lab may understand it.
 */
import { messageOf } from '../core/errors.ts';
import type { RunRecord } from '../training/result.ts';
import { deleteCheckpoint } from './checkpoints.ts';
import { changeIn, readFrom } from './database.ts';
import { readRunRecord } from './runRecord.ts';

export interface DroppedRun {
  readonly id: string;
  readonly reason: string;
}

export interface StoredRuns {
  /** Oldest first. */
  readonly runs: readonly RunRecord[];
  readonly dropped: readonly DroppedRun[];
}

export async function listRuns(): Promise<StoredRuns> {
  const stored = await readFrom(['runs'], async (transaction) => {
    const runs = transaction.objectStore('runs');
    return Promise.all([runs.getAllKeys(), runs.getAll()]);
  });
  return sortOut(...stored);
}

/** The order of the list: oldest first. */
export function byAge(a: RunRecord, b: RunRecord): number {
  return a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id);
}

function sortOut(ids: readonly string[], values: readonly unknown[]): StoredRuns {
  const runs: RunRecord[] = [];
  const dropped: DroppedRun[] = [];
  for (const [index, id] of ids.entries()) {
    try {
      runs.push(readRunRecord(values[index], id));
    } catch (error) {
      dropped.push({ id, reason: messageOf(error) });
    }
  }
  runs.sort(byAge);
  return { runs, dropped };
}

/** Adds the run or replaces it. What has ended is flushed to the disk before this resolves. */
export function putRun(run: RunRecord): Promise<void> {
  const hasEnded = ['finished', 'stopped', 'diverged', 'failed'].includes(run.status);
  return putRuns([run], hasEnded ? 'strict' : 'relaxed');
}

/** All of them or none. */
export function putRuns(
  runs: readonly RunRecord[],
  durability: 'strict' | 'relaxed' = 'strict',
): Promise<void> {
  return changeIn(
    ['runs'],
    async (transaction) => {
      for (const run of runs) await transaction.objectStore('runs').put(run, run.id);
    },
    durability,
  );
}

/** The run and its checkpoint. */
export function deleteRun(id: string): Promise<void> {
  return changeIn(['runs', 'checkpoints', 'chunks'], async (transaction) => {
    await transaction.objectStore('runs').delete(id);
    await deleteCheckpoint(transaction, id);
  });
}
