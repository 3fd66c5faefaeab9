/**
 * The training loop: takes steps, records points, writes checkpoints, hears *pause*. It knows no
 * task and no backend, and the clock decides only when it reports, never what it computes.
 */
import type { Dataset } from '../datasets/dataset.ts';
import { testSubset } from './batches.ts';
import type { Checkpoint } from './checkpoint.ts';
import { accuracyByClass, evaluateRun, type Evaluation } from './evaluation.ts';
import { appendPoint, emptyHistory, pointsOf, type History, type HistoryPoint } from './history.ts';
import { LARGEST_LOSS, type BatchSums, type Run } from './run.ts';
import type { RunSpec } from './spec.ts';

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
}

export const emptyLedger = (): Ledger => ({
  history: emptyHistory(),
  pending: { loss: 0, correct: 0, examples: 0 },
  trainedMs: 0,
});

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

/** Trains until `untilStep` steps are taken, a pause is asked for, or the loss is no number. */
export async function trainUntil(
  work: { runId: string; run: Run; spec: RunSpec; dataset: Dataset; ledger: Ledger },
  untilStep: number,
  around: Surroundings,
): Promise<LoopEnd> {
  const { run, spec, ledger } = work;
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
    const evaluation = await scoreSubset(work, around);
    if (!(evaluation.loss <= LARGEST_LOSS)) return false;
    const point = pointOf(work, evaluation);
    ledger.history = appendPoint(ledger.history, point);
    ledger.pending = { loss: 0, correct: 0, examples: 0 };
    points.push(point);
    predictions = evaluation.predictions;
    report();
    return true;
  };

  if (ledger.history.step.length === 0 && run.step === 0 && !(await record())) {
    return diverged(run.step, spec);
  }
  const end = Math.min(untilStep, spec.steps);
  while (run.step < end && !around.isPauseAsked()) {
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
    if (around.now() - savedAt > CHECKPOINT_EVERY_MS) await save();
    await around.breathe();
  }
  await save();
  if (points.length > 0 || pace.changed()) report();
  return { outcome: run.step >= spec.steps ? 'finished' : 'paused', step: run.step };
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

function scoreSubset(
  { run, dataset }: { run: Run; dataset: Dataset },
  { breathe }: Surroundings,
): Promise<Evaluation> {
  const part = { set: dataset.test, indices: testSubset(dataset) };
  return evaluateRun(run, part, breathe);
}

function pointOf(
  { run, dataset, ledger }: { run: Run; dataset: Dataset; ledger: Ledger },
  test: Evaluation,
): HistoryPoint {
  const sums = ledger.pending;
  const trained = sums.examples > 0;
  const labels = Uint8Array.from(testSubset(dataset), (index) => dataset.test.labels[index]!);
  return {
    step: run.step,
    trainLoss: trained ? sums.loss / sums.examples : null,
    trainAccuracy: trained ? sums.correct / sums.examples : null,
    testLoss: test.loss,
    testAccuracy: test.accuracy,
    testClassAccuracy: accuracyByClass(labels, test.predictions, run.model.sizes.outputs),
    validationLoss: null,
    validationAccuracy: null,
  };
}

function diverged(step: number, { learningRate }: RunSpec): LoopEnd {
  return {
    outcome: 'diverged',
    step,
    reason: `The loss ran away at step ${step}. The learning rate of ${learningRate} is probably too high: try a tenth of it.`,
  };
}

export async function checkpointOf({
  runId,
  run,
  dataset,
  ledger,
}: {
  runId: string;
  run: Run;
  dataset: Pick<Dataset, 'sha256'>;
  ledger: Ledger;
}): Promise<Checkpoint> {
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
