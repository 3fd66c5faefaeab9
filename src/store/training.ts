/** The run bar's actions: train, pause, resume, step, restart, reset. */
import { codeOf } from '../core/errors.ts';
import type { BackendChoice } from '../engine/engine.ts';
import { checkpoints } from '../storage/checkpoints.ts';
import type { RunRecord } from '../training/result.ts';
import { openBackend } from './engineStatus.ts';
import { currentRun, findRun, getLab, runBarView, setLab } from './lab.ts';
import { createRuns } from './newRuns.ts';
import { showError } from './notices.ts';
import { enqueue, pausedRuns, waitingRuns } from './queue.ts';
import { mainAction, stepTarget } from './runBar.ts';
import { deleteRun } from './runList.ts';
import { pause, work, workOnNext } from './work.ts';

export { pause } from './work.ts';

/** What the one main button does now. */
export function pressMain(): Promise<void> {
  const action = mainAction(runBarView(getLab()));
  if (action.label === 'Pause') return pause();
  return action.label === 'Resume' ? resume(action.runId) : train();
}

/**
 * Trains the draft: the current run where it is the draft's own and open, else a new one, which
 * waits in the queue while another trains.
 */
export async function train(): Promise<void> {
  const action = mainAction(runBarView(getLab()));
  const open = action.label === 'Pause' ? null : action.runId;
  const runId = open ?? (await createRunOfDraft());
  if (runId !== null) await resume(runId);
}

export async function resume(runId: string): Promise<void> {
  const run = findRun(runId);
  if (run) await begin(run, run.spec.steps);
}

async function begin(run: RunRecord, untilStep: number): Promise<void> {
  if (run.status === 'failed') {
    if (getLab().starting) return;
    await dropUnreadable(run.id);
  }
  await work(run.id, untilStep);
}

const unreadable = ['checkpoint-damaged', 'checkpoint-version'];

/** A run that failed on a checkpoint begins again at its start, as the message said that it would. */
async function dropUnreadable(runId: string): Promise<void> {
  setLab({ starting: true });
  try {
    await checkpoints.read(runId);
  } catch (error) {
    // Without storage there is nothing to drop.
    if (unreadable.includes(codeOf(error) ?? '')) await checkpoints.delete(runId).catch(showError);
  } finally {
    setLab({ starting: false });
  }
}

/** Lines runs up, in that order, and begins with the first as soon as the worker is free. */
export async function trainInTurn(
  runIds: readonly string[],
  where: 'first' | 'last' = 'last',
): Promise<void> {
  for (const runId of runIds) {
    if (findRun(runId)?.status === 'failed') await dropUnreadable(runId);
  }
  enqueue(runIds, where);
  await workOnNext();
}

/** Every run that was interrupted goes on, oldest first, then whatever waits. */
export async function resumeAll(): Promise<void> {
  if (getLab().active) return;
  const isNext = pausedRuns(getLab()).map(({ id }) => id);
  await trainInTurn(isNext, 'first');
}

/** What trains pauses, and the queue with it. */
export const pauseAll = (): Promise<void> => pause();

/** Whether resumeAll would find something to do. */
export function canResumeAll(state: ReturnType<typeof getLab>): boolean {
  return state.active === null && pausedRuns(state).length + waitingRuns(state).length > 0;
}

async function createRunOfDraft(): Promise<string | null> {
  return (await createRuns([getLab().draft]))?.[0] ?? null;
}

/** Exactly one step, of the current run or of a new one. */
export async function step(): Promise<void> {
  const target = stepTarget(runBarView(getLab()));
  if (target === undefined) return;
  const runId = target ?? (await createRunOfDraft());
  const run = runId === null ? undefined : findRun(runId);
  if (run) await begin(run, Math.min(run.step + 1, run.spec.steps));
}

/** Discards the current run's progress; one that is finished stays in the list. */
export async function reset(): Promise<void> {
  const current = currentRun(getLab());
  if (!current) return;
  if (current.status === 'finished' || current.imported) setLab({ selectedId: null });
  else await deleteRun(current.id);
}

/** Gives up the current run for one with the settings as they are now. */
export async function restart(): Promise<void> {
  const current = currentRun(getLab());
  if (current) await deleteRun(current.id);
  await train();
}

/** Another backend for what is trained from now on; what trains goes on there. */
export async function chooseBackend(choice: BackendChoice): Promise<void> {
  const { active } = getLab();
  // What ends by itself instead of pausing lets the next of the queue begin.
  while (getLab().active) await pause();
  await openBackend(choice);
  const interrupted = active && findRun(active.runId)?.status === 'paused';
  if (interrupted && getLab().engine.phase === 'ready') await work(active.runId, active.untilStep);
}
