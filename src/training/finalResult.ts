/** How a finished run did: scored on the whole test set, its weights named by their hash. */
import { sha256Of } from '../core/hash.ts';
import { countTrained } from '../core/parameters.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { NamedValues } from './checkpoint.ts';
import { evaluateRun } from './evaluation.ts';
import type { FinalResult } from './result.ts';
import type { Run } from './run.ts';

/** @param breathe lets waiting messages in; called between chunks */
export async function finalResultOf(
  run: Run,
  dataset: Dataset,
  trainedMs: number,
  breathe: () => Promise<void>,
): Promise<FinalResult> {
  const { test } = dataset;
  const indices = Int32Array.from({ length: test.count }, (_, i) => i);
  const { accuracy, loss } = await evaluateRun(run, { set: test, indices }, breathe);
  const { parameters } = await run.save();
  return {
    testAccuracy: accuracy,
    testLoss: loss,
    testCount: test.count,
    parameterCount: countTrained(run.model.parameters),
    weightsSha256: await hashOf(parameters),
    trainedMs,
    classAccuracy: null,
    validation: null,
    bestStep: null,
    initialWeightsSha256: null,
    batchOrderSha256: null,
  };
}

/** Over all parameters in order, float32 little-endian (as every machine that runs this has it). */
function hashOf(parameters: readonly NamedValues[]): Promise<string> {
  return sha256Of(
    parameters.map(
      ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    ),
  );
}
