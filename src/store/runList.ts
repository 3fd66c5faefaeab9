/** The list of runs: look at, show in the chart, delete and bring back; settings of an earlier run. */
import { checkpoints } from '../storage/checkpoints.ts';
import { byAge, deleteRun as deleteStoredRun } from '../storage/runs.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import { emptyHistory } from '../training/history.ts';
import { chartedIds } from './chartedRuns.ts';
import { takeSpec } from './draft.ts';
import { heldEngine } from './engines.ts';
import { trainerReady } from './engineStatus.ts';
import { findRun, getLab, setLab, type RunRecord } from './lab.ts';
import { dismissNotice, showError, showInfo } from './notices.ts';
import { dropFindings } from './probes.ts';
import { dropLive } from './reports.ts';
import { freeColour, patchRun } from './runRecords.ts';
import { showUnkept } from './unkept.ts';
import { dropAnswers, dropIfAnother } from './warp.ts';
import { pause } from './work.ts';

/** A deleted run can be brought back for this long. */
const UNDO_MS = 15_000;

/** What a deleted run needs to come back whole; not state, for it is large and not shown. */
const kept = new Map<string, Promise<Checkpoint | undefined>>();

export function selectRun(runId: string | null): void {
  dropIfAnother(() => setLab({ selectedId: runId }));
}

/** Out of the chart, or into it: also where newer runs would have taken its place. */
export function toggleInChart(runId: string): void {
  const isShown = chartedIds(getLab()).has(runId);
  setInChart([runId], !isShown);
}

export function setInChart(runIds: readonly string[], isShown: boolean): void {
  const others = (ids: readonly string[]) => ids.filter((id) => !runIds.includes(id));
  setLab(({ hiddenIds, pinnedIds }) => ({
    hiddenIds: isShown ? others(hiddenIds) : [...others(hiddenIds), ...runIds],
    pinnedIds: isShown ? [...others(pinnedIds), ...runIds] : others(pinnedIds),
  }));
}

export function restoreSettings(runId: string): void {
  const run = findRun(runId);
  if (!run) return;
  setLab({ selectedId: runId });
  takeSpec(run.spec);
}

export const deleteRun = (runId: string): Promise<void> => deleteRuns([runId]);

/** Takes runs off the list and frees all they hold. For a while they can be brought back. */
export async function deleteRuns(runIds: readonly string[]): Promise<void> {
  const gone = getLab().runs.filter(({ id }) => runIds.includes(id));
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  const left = (some: readonly string[]) => some.filter((id) => !ids.includes(id));
  setLab(({ runs, deletedRuns, selectedId, hiddenIds, pinnedIds, queue, list }) => ({
    runs: runs.filter(({ id }) => !ids.includes(id)),
    deletedRuns: [...deletedRuns, ...gone],
    hiddenIds: left(hiddenIds),
    pinnedIds: left(pinnedIds),
    queue: left(queue),
    list: { ...list, checkedIds: left(list.checkedIds) },
    selectedId: selectedId !== null && ids.includes(selectedId) ? null : selectedId,
  }));
  leavePairOf(ids);
  const freed = ids.map((id) => [id, free(id)] as const);
  for (const [id, checkpoint] of freed) kept.set(id, checkpoint);
  const undo = { label: 'Undo', does: { kind: 'restoreRuns', runIds: ids } } as const;
  const what = gone.length === 1 ? gone[0]!.name : `${gone.length} runs`;
  const notice = showInfo(`Deleted ${what}.`, undo);
  setTimeout(() => giveUp(freed, notice), UNDO_MS);
  await Promise.all(freed.map(([, checkpoint]) => checkpoint));
}

/** Runs that never began hold nothing: they go without a word. */
export function deleteRunsQuietly(runIds: readonly string[]): void {
  setLab(({ runs, queue, selectedId }) => ({
    runs: runs.filter(({ id }) => !runIds.includes(id)),
    queue: queue.filter((id) => !runIds.includes(id)),
    selectedId: selectedId !== null && runIds.includes(selectedId) ? null : selectedId,
  }));
  for (const runId of runIds) deleteStoredRun(runId).catch(showUnkept);
}

/** Two runs are no longer compared once one of them is gone. */
function leavePairOf(ids: readonly string[]): void {
  const { view } = getLab();
  if (view.kind === 'pair' && view.runIds.some((id) => ids.includes(id))) {
    setLab({ view: { kind: 'bench' } });
  }
}

/** Frees a run here and in the worker; answers with the checkpoint that it had. */
async function free(runId: string): Promise<Checkpoint | undefined> {
  if (getLab().active?.runId === runId) await pause();
  const checkpoint = await checkpoints.read(runId).catch(() => undefined);
  dropLive(runId);
  dropAnswers(runId);
  dropFindings(runId);
  // Neither waits for the other: without a database the workers must forget the run all the same.
  const inWorkers = forgetInWorkers(runId).catch(showError);
  await Promise.all([deleteStoredRun(runId).catch(showUnkept), inWorkers]);
  return checkpoint;
}

async function forgetInWorkers(runId: string): Promise<void> {
  const { client } = await trainerReady();
  await Promise.all([client.forget(runId), heldEngine('prober')?.forget(runId)]);
}

/** Brought back, or brought back and deleted again: then that later deletion has its own time. */
function giveUp(
  freed: readonly (readonly [string, Promise<Checkpoint | undefined>])[],
  notice: number,
): void {
  dismissNotice(notice);
  const ids = freed.filter(([id, checkpoint]) => kept.get(id) === checkpoint).map(([id]) => id);
  for (const id of ids) kept.delete(id);
  setLab(({ deletedRuns }) => ({ deletedRuns: deletedRuns.filter(({ id }) => !ids.includes(id)) }));
}

export async function restoreRuns(runIds: readonly string[]): Promise<void> {
  await Promise.all(runIds.map(restoreRun));
}

async function restoreRun(runId: string): Promise<void> {
  const run = getLab().deletedRuns.find(({ id }) => id === runId);
  if (!run) return;
  setLab(({ deletedRuns }) => ({ deletedRuns: deletedRuns.filter(({ id }) => id !== runId) }));
  const checkpoint = await kept.get(runId);
  kept.delete(runId);
  if (checkpoint) await checkpoints.write(checkpoint).catch(showUnkept);
  // What was not over goes on from its checkpoint; without one, from its start.
  const interrupted = ['training', 'queued', 'paused'].includes(run.status);
  const restored = interrupted
    ? {
        ...run,
        status: 'paused' as const,
        step: checkpoint?.step ?? 0,
        history: checkpoint?.history ?? emptyHistory(),
      }
    : run;
  setLab(({ runs, selectedId }) => ({
    runs: [...runs, { ...restored, colour: colourOf(restored, runs) }].sort(byAge),
    selectedId: selectedId ?? runId,
  }));
  patchRun(runId, { status: restored.status });
}

/** Its own, unless another run took it in the meantime. */
function colourOf({ colour }: RunRecord, runs: readonly RunRecord[]): number {
  return runs.some((run) => run.colour === colour) ? freeColour(runs) : colour;
}
