/** The list of runs: select, hide, delete and bring back, and the settings of an earlier run. */
import { checkpoints } from '../storage/checkpoints.ts';
import { byAge, deleteRun as deleteStoredRun } from '../storage/runs.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import { emptyHistory } from '../training/history.ts';
import { takeSpec } from './draft.ts';
import { heldEngine } from './engines.ts';
import { trainerReady } from './engineStatus.ts';
import { findRun, getLab, setLab, type RunRecord } from './lab.ts';
import { dismissNotice, showError, showInfo } from './notices.ts';
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

export function renameRun(runId: string, name: string): void {
  if (name.trim()) patchRun(runId, { name: name.trim() });
}

export function toggleInChart(runId: string): void {
  setLab(({ hiddenIds }) => ({
    hiddenIds: hiddenIds.includes(runId)
      ? hiddenIds.filter((id) => id !== runId)
      : [...hiddenIds, runId],
  }));
}

export function restoreSettings(runId: string): void {
  const run = findRun(runId);
  if (!run) return;
  setLab({ selectedId: runId });
  takeSpec(run.spec);
}

/** Takes a run off the list and frees all it holds. For a while it can be brought back. */
export async function deleteRun(runId: string): Promise<void> {
  const run = findRun(runId);
  if (!run) return;
  setLab(({ runs, deletedRuns, selectedId, hiddenIds }) => ({
    runs: runs.filter(({ id }) => id !== runId),
    deletedRuns: [...deletedRuns, run],
    hiddenIds: hiddenIds.filter((id) => id !== runId),
    selectedId: selectedId === runId ? null : selectedId,
  }));
  const freed = free(runId);
  kept.set(runId, freed);
  const undo = { label: 'Undo', does: { kind: 'restoreRun', runId } } as const;
  const notice = showInfo(`Deleted ${run.name}.`, undo);
  setTimeout(() => {
    // Brought back and deleted again: then that later deletion has its own time.
    if (kept.get(runId) === freed) giveUp(runId, notice);
  }, UNDO_MS);
  await freed;
}

/** Frees a run here and in the worker; answers with the checkpoint that it had. */
async function free(runId: string): Promise<Checkpoint | undefined> {
  if (getLab().active?.runId === runId) await pause();
  const checkpoint = await checkpoints.read(runId).catch(() => undefined);
  dropLive(runId);
  dropAnswers(runId);
  // Neither waits for the other: without a database the workers must forget the run all the same.
  const inWorkers = forgetInWorkers(runId).catch(showError);
  await Promise.all([deleteStoredRun(runId).catch(showUnkept), inWorkers]);
  return checkpoint;
}

async function forgetInWorkers(runId: string): Promise<void> {
  const { client } = await trainerReady();
  await Promise.all([client.forget(runId), heldEngine('prober')?.forget(runId)]);
}

function giveUp(runId: string, notice: number): void {
  dismissNotice(notice);
  kept.delete(runId);
  setLab(({ deletedRuns }) => ({ deletedRuns: deletedRuns.filter(({ id }) => id !== runId) }));
}

export async function restoreRun(runId: string): Promise<void> {
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
