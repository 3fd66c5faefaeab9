/** Changes of run records: in the state at once, in the database soon. */
import { appendPoint, type HistoryPoint } from '../training/history.ts';
import type { RunRecord } from '../training/result.ts';
import { putRun, putRuns } from '../storage/runs.ts';
import { findRun, getLab, setLab, type LiveRun } from './lab.ts';
import { noteKept, showUnkept } from './unkept.ts';

const SAVE_AFTER_MS = 1000;
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** Changes a run and keeps it within a second; what has ended, at once. */
export function patchRun(runId: string, patch: Partial<RunRecord>): void {
  setLab(({ runs }) => ({
    runs: runs.map((run) => (run.id === runId ? { ...run, ...patch } : run)),
  }));
  if (patch.status && patch.status !== 'training') saveRun(runId);
  else saveSoon(runId);
}

export function recordPoints(runId: string, points: readonly HistoryPoint[]): void {
  const run = findRun(runId);
  if (run && points.length > 0)
    patchRun(runId, { history: points.reduce(appendPoint, run.history) });
}

export function setLive(runId: string, patch: Partial<LiveRun>): void {
  setLab(({ live }) => {
    const before = live[runId] ?? { stepsPerSecond: null, predictions: null };
    return { live: { ...live, [runId]: { ...before, ...patch } } };
  });
}

/**
 * Adds runs, the newest last; the first of them is looked at. Resolves when they are kept: what is
 * seen to train is still there after a reload.
 */
export async function addRuns(added: readonly RunRecord[]): Promise<void> {
  setLab(({ runs, selectedId }) => ({
    runs: [...runs, ...added],
    selectedId: added[0]?.id ?? selectedId,
  }));
  await putRuns(added, 'relaxed').then(noteKept, showUnkept);
}

/** What a person wrote, kept at once: nobody types it twice. */
export function patchAndSave(
  runId: string,
  patch: Partial<Pick<RunRecord, 'name' | 'notes' | 'tags'>>,
): void {
  patchRun(runId, patch);
  saveRun(runId);
}

/** The first place in the order of colours that no run holds. */
export function freeColour(runs: readonly Pick<RunRecord, 'colour'>[]): number {
  const held = new Set(runs.map(({ colour }) => colour));
  let colour = 0;
  while (held.has(colour)) colour++;
  return colour;
}

export function takenNames(): Set<string> {
  const { runs, deletedRuns } = getLab();
  return new Set([...runs, ...deletedRuns].map(({ name }) => name));
}

function saveSoon(runId: string): void {
  if (waiting.has(runId)) return;
  waiting.set(
    runId,
    setTimeout(() => saveRun(runId), SAVE_AFTER_MS),
  );
}

function saveRun(runId: string): void {
  clearTimeout(waiting.get(runId));
  waiting.delete(runId);
  const run = findRun(runId);
  if (run) putRun(run).then(noteKept, showUnkept);
}
