/**
 * The training loop: takes steps, records points, writes checkpoints, hears *pause*. It knows no
 * task and no backend, and the clock decides only when it reports, never what it computes.
 */
import type { Dataset } from '../datasets/dataset.ts';
import type { BestWeights, Checkpoint } from './checkpoint.ts';
import {
  appendPoint,
  bestPoint,
  emptyHistory,
  pointsOf,
  type History,
  type HistoryPoint,
} from './history.ts';
import { measurePoint, scoreSubset } from './recording.ts';
import type { BatchSums, Run } from './run.ts';
import type { RunSpec } from './spec.ts';
import { findStoppingRule } from './stopping/index.ts';
import { isRunOver } from './isRunOver.ts';

/** Points on a finished run's curve, about. */
const POINTS = 40;
const REPORT_EVERY_MS = 150;
const CHECKPOINT_EVERY_MS = 2000;

/** Steps between two recorded points; it follows from the spec alone. */
export const recordEvery = ({ steps }: Pick<RunSpec, 'steps'>) =>
  Math.max(1, Math.ceil(steps / POINTS));

/** What a run has besides its arrays; a checkpoint holds it. */
export interface Ledger {
  history: History;
  pending: BatchSums;
  trainedMs: number;
  /** Where the stopping rule keeps the best: the best so far. */
  best: BestWeights | undefined;
}

/** The ledger of a checkpoint, or of a run that has not begun. */
export function ledgerOf(saved?: Checkpoint): Ledger {
  return {
    history: saved?.history ?? emptyHistory(),
    pending: saved?.pending ?? { loss: 0, correct: 0, examples: 0 },
    trainedMs: saved?.trainedMs ?? 0,
    best: saved?.best,
  };
}

/** A run with all that belongs to it. */
export interface Work {
  readonly runId: string;
  readonly run: Run;
  readonly spec: RunSpec;
  readonly dataset: Dataset;
  readonly ledger: Ledger;
}

export interface LoopReport {
  readonly step: number;
  readonly stepsPerSecond: number;
  readonly points: readonly HistoryPoint[];
  readonly predictions: Uint8Array | null;
}

export interface Surroundings {
  /** Milliseconds from any origin. */
  now(): number;
  /** Ends this task, so that waiting messages are heard; a microtask would not. */
  breathe(): Promise<void>;
  isPauseAsked(): boolean;
  report(report: LoopReport): void;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
}

export type LoopEnd =
  | { readonly outcome: 'finished' | 'paused'; readonly step: number }
  | { readonly outcome: 'diverged'; readonly step: number; readonly reason: string };

/**
 * Trains until `untilStep` steps are taken, the stopping rule has enough, a pause is asked for, or the
 * loss is no number.
 */
export async function trainUntil(
  work: Work,
  untilStep: number,
  around: Surroundings,
): Promise<LoopEnd> {
  const { run, spec, ledger } = work;
  const isOver = () => isRunOver(spec, { step: run.step, history: ledger.history });
  const pace = createPace();
  let savedAt = -Infinity; // the first steps are kept at once: a reload may come early
  // What was recorded before is told again: the page may have closed before it heard of it.
  let points: HistoryPoint[] = pointsOf(ledger.history);
  let predictions: Uint8Array | null = null;

  const report = () => {
    around.report({ step: run.step, stepsPerSecond: pace.perSecond(), points, predictions });
    points = [];
    predictions = null;
  };
  const save = async () => {
    savedAt = around.now();
    await around.saveCheckpoint(await checkpointOf(work));
  };
  /** false: the weights answer with nothing that is worth recording any more. */
  const record = async (): Promise<boolean> => {
    const measured = await measurePoint(work, around);
    if (!measured) return false;
    ledger.history = appendPoint(ledger.history, measured.point);
    ledger.pending = { loss: 0, correct: 0, examples: 0 };
    await keepBest(work);
    points.push(measured.point);
    predictions = measured.predictions;
    report();
    return true;
  };

  if (ledger.history.step.length === 0 && run.step === 0 && !(await record())) {
    return diverged(run.step, spec);
  }
  const end = Math.min(untilStep, spec.steps);
  while (run.step < end && !isOver() && !around.isPauseAsked()) {
    const began = around.now();
    const taken = await takeSteps(work, end, around);
    const spent = around.now() - began;
    ledger.trainedMs += spent;
    pace.add(taken, spent);
    if (run.divergedAt !== undefined) return diverged(run.divergedAt, spec);
    const recording = run.step % recordEvery(spec) === 0 || run.step === spec.steps;
    if (!recording) report();
    else if (!(await record())) return diverged(run.step, spec);
    // Also between two points: of a long run they may be many minutes apart.
    if (around.now() - savedAt > CHECKPOINT_EVERY_MS && !isOver()) await save();
    await around.breathe();
  }
  if (isOver() && restoreBest(work)) ({ predictions } = await scoreSubset(work, around));
  await save();
  if (points.length > 0 || predictions || pace.changed()) report();
  return { outcome: isOver() ? 'finished' : 'paused', step: run.step };
}

/** Keeps the weights of the point just recorded, where it is the best and the rule wants it. */
async function keepBest({ run, spec, ledger }: Work): Promise<void> {
  if (!findStoppingRule(spec.stopping.id).keepsBest) return;
  if (bestPoint(ledger.history) !== ledger.history.step.length - 1) return;
  const { parameters } = await run.save();
  ledger.best = { step: run.step, parameters };
}

/** Puts the best weights in the place of the last; true where they differ. */
function restoreBest({ run, ledger: { best } }: Work): boolean {
  if (!best || best.step === run.step) return false;
  run.restore(best.parameters);
  return true;
}

/** Steps up to the next record, report or end; then one read of their losses. */
async function takeSteps(
  { run, spec, ledger }: { run: Run; spec: RunSpec; ledger: Ledger },
  end: number,
  { now }: Surroundings,
): Promise<number> {
  const every = recordEvery(spec);
  const stop = Math.min(end, (Math.floor(run.step / every) + 1) * every);
  const first = run.step;
  const began = now();
  do run.advance();
  while (run.step < stop && now() - began < REPORT_EVERY_MS);
  ledger.pending = await run.readBatches(ledger.pending);
  return run.step - first;
}

function diverged(step: number, { learningRate }: RunSpec): LoopEnd {
  return {
    outcome: 'diverged',
    step,
    reason: `The loss ran away at step ${step}. The learning rate of ${learningRate} is probably too high: try a tenth of it.`,
  };
}

async function checkpointOf({ runId, run, dataset, ledger }: Work): Promise<Checkpoint> {
  const step = run.step;
  const { parameters, slots } = await run.save();
  const datasetSha256 = dataset.sha256;
  return { version: 1, runId, datasetSha256, step, parameters, slots, ...ledger };
}

/** Steps per second over the last few slices. */
function createPace() {
  const slices: { steps: number; ms: number }[] = [];
  return {
    add(steps: number, ms: number) {
      slices.push({ steps, ms });
      if (slices.length > 20) slices.shift();
    },
    changed: () => slices.length > 0,
    perSecond() {
      const ms = slices.reduce((sum, slice) => sum + slice.ms, 0);
      const steps = slices.reduce((sum, slice) => sum + slice.steps, 0);
      return ms > 0 ? (1000 * steps) / ms : 0;
    },
  };
}
