/** What is measured of a run at a recorded point. */
import type { Dataset } from '../datasets/dataset.ts';
import { testSubset } from './batches.ts';
import { accuracyByClass, evaluateRun, type Evaluation } from './evaluation.ts';
import type { HistoryPoint } from './history.ts';
import { LARGEST_LOSS, type BatchSums, type Run } from './run.ts';

interface Measured {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly ledger: { readonly pending: BatchSums };
}

interface Breathing {
  breathe(): Promise<void>;
}

/** undefined: the weights answer with nothing that is worth recording any more. */
export async function measurePoint(
  measured: Measured,
  { breathe }: Breathing,
): Promise<{ point: HistoryPoint; predictions: Uint8Array } | undefined> {
  const test = await scoreSubset(measured, { breathe });
  if (!(test.loss <= LARGEST_LOSS)) return undefined;
  const validation = await scoreValidation(measured, { breathe });
  if (validation && !(validation.loss <= LARGEST_LOSS)) return undefined;
  return { point: pointOf(measured, test, validation), predictions: test.predictions };
}

/** The fixed test images that every point is scored on. */
export function scoreSubset(
  { run, dataset }: Pick<Measured, 'run' | 'dataset'>,
  { breathe }: Breathing,
): Promise<Evaluation> {
  return evaluateRun(run, { set: dataset.test, indices: testSubset(dataset) }, breathe);
}

/** The whole validation slice; undefined where the run has none. */
export async function scoreValidation(
  { run, dataset }: Pick<Measured, 'run' | 'dataset'>,
  { breathe }: Breathing,
): Promise<(Evaluation & { readonly count: number }) | undefined> {
  const { validation: indices } = run.slices;
  if (indices.length === 0) return undefined;
  const evaluation = await evaluateRun(run, { set: dataset.train, indices }, breathe);
  return { ...evaluation, count: indices.length };
}

function pointOf(
  { run, dataset, ledger }: Measured,
  test: Evaluation,
  validation: Evaluation | undefined,
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
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
  };
}
