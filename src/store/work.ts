/** What the training worker is given to do: one run at a time, the others wait in the queue. */
import { checkpoints } from '../storage/checkpoints.ts';
import type { RunEnd } from '../engine/engine.ts';
import { emptyHistory } from '../training/history.ts';
import type { RunRecord } from '../training/result.ts';
import { codeOf } from '../core/errors.ts';
import { disposeEngine, isWorkerFault } from './engines.ts';
import { openTrainer, trainerReady } from './engineStatus.ts';
import { environmentOf } from './environment.ts';
import { explain } from './explain.ts';
import { findRun, getLab, setLab } from './lab.ts';
import { announce, showError, showInfo } from './notices.ts';
import { enqueue, leaveQueue, nextInQueue } from './queue.ts';
import { createReportGatherer } from './reports.ts';
import { patchRun, setLive } from './runRecords.ts';
import { percentText } from './wording.ts';

/** A worker that has not paused after this long is replaced: many times the slowest step measured. */
const PAUSE_PATIENCE_MS = 30_000;

/** Ends of runs that somebody may wait for. */
const endings = new Map<string, Promise<void>>();

/** Trains a run up to a step, or queues it where the worker is busy. Resolves when it is over. */
export async function work(runId: string, untilStep: number): Promise<void> {
  const { active } = getLab();
  if (active?.runId === runId) {
    // Asked for more while a single step is under way: go on after it.
    await endings.get(runId);
    return getLab().active ? undefined : work(runId, untilStep);
  }
  if (active) return enqueue([runId]);
  leaveQueue(runId);
  setLab({ active: { runId, untilStep, pausing: false } });
  const ending = trainUntil(runId, untilStep).finally(() => {
    endings.delete(runId);
    setLab({ active: null });
  });
  endings.set(runId, ending);
  await ending;
  if (findRun(runId)?.status !== 'paused') await workOnNext();
}

/**
 * What waits first, once the worker is free. A run that diverged or failed does not stop the queue;
 * a pause holds it, and so does an engine that does not open: else every run would fail on it.
 */
export async function workOnNext(): Promise<void> {
  if (getLab().active || !nextInQueue(getLab())) return;
  try {
    await trainerReady();
  } catch {
    return; // The page says so already, and offers to try again.
  }
  const next = nextInQueue(getLab());
  if (next && !getLab().active) await work(next.id, next.spec.steps);
}

/** Asks what trains to pause after its step. Resolves when it has. */
export async function pause(): Promise<void> {
  const { active } = getLab();
  if (!active) return;
  setLab({ active: { ...active, pausing: true } });
  const patience = setTimeout(() => replaceStuckWorker(active.runId), PAUSE_PATIENCE_MS);
  try {
    const { client } = await trainerReady();
    await client.pause(active.runId);
  } catch (error) {
    if (!isEnded(error)) showError(error);
  }
  await endings.get(active.runId); // also where the worker broke: that ends the run, too
  clearTimeout(patience);
}

/** Was the worker ended from here? Whoever did so has said why. */
const isEnded = (error: unknown) => codeOf(error) === 'worker-ended';

async function trainUntil(runId: string, untilStep: number): Promise<void> {
  const gatherer = createReportGatherer(runId);
  try {
    const { client, status } = await trainerReady();
    const run = findRun(runId);
    if (!run) return;
    if (getLab().active?.pausing) return patchRun(runId, { status: 'paused' });
    patchRun(runId, { status: 'training', reason: null, environment: environmentOf(status, run) });
    const order = { runId, spec: run.spec, untilStep };
    const end = await client.train(order, (progress) => gatherer.report(progress));
    gatherer.close();
    await recordEnd(runId, end);
  } catch (error) {
    gatherer.close();
    await recordFailure(runId, error);
  } finally {
    setLive(runId, { stepsPerSecond: null });
  }
}

async function recordEnd(runId: string, end: RunEnd): Promise<void> {
  const run = findRun(runId);
  if (!run) return;
  switch (end.outcome) {
    case 'finished': {
      patchRun(runId, { status: 'finished', step: end.step, final: end.final });
      const right = percentText(end.final.testAccuracy);
      return announce(`${run.name} finished: ${right} of the test images right`);
    }
    case 'paused':
      patchRun(runId, { status: 'paused', step: end.step });
      return announce(`${run.name} paused at step ${end.step}`);
    case 'diverged':
      patchRun(runId, { status: 'diverged', step: end.step, reason: end.reason });
      return announce(`${run.name}: ${end.reason}`);
  }
}

async function recordFailure(runId: string, error: unknown): Promise<void> {
  const isPaused = isEnded(error) && getLab().active?.pausing === true;
  if (!isPaused) showError(error);
  if (isWorkerFault(error)) {
    disposeEngine('trainer');
    void openTrainer();
  }
  if (findRun(runId)) {
    const end = isPaused
      ? ({ status: 'paused', reason: null } as const)
      : ({ status: 'failed', reason: explain(error) } as const);
    patchRun(runId, { ...(await lastKept(runId)), ...end });
  }
}

/** Where a run would go on: at its newest checkpoint, else at the start. */
export async function lastKept(runId: string): Promise<Pick<RunRecord, 'step' | 'history'>> {
  const checkpoint = await checkpoints.read(runId).catch(() => undefined);
  return { step: checkpoint?.step ?? 0, history: checkpoint?.history ?? emptyHistory() };
}

function replaceStuckWorker(runId: string): void {
  if (getLab().active?.runId !== runId) return;
  showInfo('The worker did not answer and is replaced; the run goes on from its last checkpoint.');
  disposeEngine('trainer');
}
