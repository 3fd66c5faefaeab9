/**
 * Runs that wait for the worker, in the order in which they will be trained. Here they are lined up;
 * work.ts takes them. The order lives as long as the page: after a reload what waited is paused.
 */
import { findRun, getLab, setLab, type LabState, type RunRecord } from './lab.ts';
import { patchRun } from './runRecords.ts';

type Queue = Pick<LabState, 'queue' | 'runs'>;

/** The next one first. */
export function waitingRuns({ queue, runs }: Queue): RunRecord[] {
  const waiting = queue.map((runId) => runs.find(({ id }) => id === runId));
  return waiting.filter((run) => run?.status === 'queued') as RunRecord[];
}

export function nextInQueue(state: Queue): RunRecord | undefined {
  return waitingRuns(state)[0];
}

/** 1 for the next; 0 for a run that does not wait. */
export function placeInQueue(state: Queue, runId: string): number {
  return 1 + waitingRuns(state).findIndex(({ id }) => id === runId);
}

/** Runs that were interrupted and can go on, oldest first. */
export function pausedRuns({ runs }: Pick<LabState, 'runs'>): RunRecord[] {
  return runs.filter(({ status, imported }) => status === 'paused' && !imported);
}

/** Puts runs at the end of the queue, or before those that wait already. */
export function enqueue(runIds: readonly string[], where: 'first' | 'last' = 'last'): void {
  setLab(({ queue }) => {
    const others = queue.filter((id) => !runIds.includes(id));
    return { queue: where === 'first' ? [...runIds, ...others] : [...others, ...runIds] };
  });
  for (const runId of runIds) patchRun(runId, { status: 'queued', reason: null });
}

export function leaveQueue(runId: string): void {
  if (!getLab().queue.includes(runId)) return;
  setLab(({ queue }) => ({ queue: queue.filter((id) => id !== runId) }));
}

/** One place nearer to the front, or farther from it. */
export function moveInQueue(runId: string, direction: 'up' | 'down'): void {
  const ids = waitingRuns(getLab()).map(({ id }) => id);
  const from = ids.indexOf(runId);
  const to = from + (direction === 'up' ? -1 : 1);
  if (from < 0 || to < 0 || to >= ids.length) return;
  ids.splice(to, 0, ...ids.splice(from, 1));
  setLab({ queue: ids });
}

/** A run that need not be trained now: it stays in the list, where it can be taken up again. */
export function takeFromQueue(runId: string): void {
  leaveQueue(runId);
  if (findRun(runId)?.status === 'queued') patchRun(runId, { status: 'stopped' });
}
