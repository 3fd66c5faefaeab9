/** How a finished run did: scored on the whole test set, its weights named by their hash. */
import { countTrained } from '../core/parameters.ts';
import { hashOfBatches, hashOfInitialWeights, hashOfWeights } from './fingerprints.ts';
import { accuracyByClass, evaluateRun } from './evaluation.ts';
import type { Work } from './loop.ts';
import { scoreValidation } from './recording.ts';
import type { FinalResult, ValidationResult } from './result.ts';

/** @param breathe lets waiting messages in; called between chunks */
export async function finalResultOf(
  work: Work,
  breathe: () => Promise<void>,
): Promise<FinalResult> {
  const { run, spec, dataset, ledger } = work;
  const { test } = dataset;
  const indices = Int32Array.from({ length: test.count }, (_, i) => i);
  const scores = await evaluateRun(run, { set: test, indices }, breathe);
  const validation = await scoreValidation(work, { breathe });
  const { parameters } = await run.save();
  return {
    testAccuracy: scores.accuracy,
    testLoss: scores.loss,
    testCount: test.count,
    parameterCount: countTrained(run.model.parameters),
    weightsSha256: await hashOfWeights(parameters),
    trainedMs: ledger.trainedMs,
    classAccuracy: accuracyByClass(test.labels, scores.predictions, run.model.sizes.outputs),
    validation: validation ? pickScores(validation) : null,
    bestStep: ledger.best?.step ?? null,
    initialWeightsSha256: await hashOfInitialWeights(run.model, spec.seed),
    batchOrderSha256: await hashOfBatches(run.slices.training, spec, run.step, breathe),
  };
}

const pickScores = ({ accuracy, loss, count }: ValidationResult): ValidationResult => ({
  accuracy,
  loss,
  count,
});
