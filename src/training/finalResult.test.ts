import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHostKernels } from '../core/hostKernels.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { createBatchOrder } from './batches.ts';
import type { Checkpoint } from './checkpoint.ts';
import { finalResultOf } from './finalResult.ts';
import { bestPoint, type History } from './history.ts';
import { ledgerOf, trainUntil } from './loop.ts';
import type { FinalResult } from './result.ts';
import { createRun } from './run.ts';
import { slicesOf } from './slices.ts';
import type { RunSpec } from './spec.ts';
import { createRecorder, squares, squaresSpec } from './testing.ts';

const spec: RunSpec = {
  ...squaresSpec,
  architecture: { id: 'mlp', options: { width: 16, layers: 1 } },
  encoding: null,
  trainingImages: 60,
  steps: 8,
};
const breathe = async () => {};

interface Finished {
  readonly final: FinalResult;
  readonly history: History;
  readonly first: Checkpoint;
  readonly last: Checkpoint;
}

async function finish(wanted: RunSpec, dataset: Dataset = squares): Promise<Finished> {
  const run = createRun(createHostKernels('float32'), wanted, dataset);
  const work = { runId: 'r', run, spec: wanted, dataset, ledger: ledgerOf() };
  const around = createRecorder({ msPerLook: 1000 });
  await trainUntil(work, 0, around);
  await trainUntil(work, wanted.steps, around);
  const final = await finalResultOf(work, breathe);
  run.dispose();
  const [first, ...others] = around.checkpoints;
  return { final, history: work.ledger.history, first: first!, last: others.at(-1)! };
}

/** By another implementation, from the definition. */
function hashOf(parts: readonly (Float32Array | Int32Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    for (const value of part) {
      const bytes = Buffer.alloc(4);
      if (part instanceof Float32Array) bytes.writeFloatLE(value);
      else bytes.writeInt32LE(value);
      hash.update(bytes);
    }
  }
  return hash.digest('hex');
}

describe('scores', () => {
  it('are those of the whole test set, also by class', async () => {
    const { final, history } = await finish({ ...spec, steps: 2 });
    // The test set is small enough to be the subset that is scored on the way.
    expect(final.testCount).toBe(30);
    expect(final.testAccuracy).toBeCloseTo(history.testAccuracy.at(-1)!, 12);
    expect(final.testLoss).toBeCloseTo(history.testLoss.at(-1)!, 6);
    expect(final.classAccuracy).toEqual(history.testClassAccuracy.at(-1));
    expect(new Set(final.classAccuracy).size).toBeGreaterThan(1); // else any share would do
    expect(final.validation).toBeNull();
    expect(final.bestStep).toBeNull();
  });

  it('leave a class without images open', async () => {
    const { test } = squares;
    const labels = test.labels.map((label) => (label === 2 ? 1 : label));
    const { final } = await finish(spec, { ...squares, test: { ...test, labels } });
    expect(final.classAccuracy!.map((share) => share === null)).toEqual([false, false, true]);
  });

  it('are taken on the validation slice, too, by the weights that are kept', async () => {
    const wanted: RunSpec = {
      ...spec,
      validationImages: 30,
      steps: 40,
      stopping: { id: 'validation', options: { patience: 3 } },
      schedule: { id: 'constant', options: {} },
      learningRate: 0.3,
    };
    const { final, history, last } = await finish(wanted);
    const best = bestPoint(history)!;
    expect(final.bestStep).toBe(history.step[best]);
    expect(final.bestStep).toBe(last.step - 3);
    expect(final.validation).toEqual({
      loss: history.validationLoss[best],
      accuracy: history.validationAccuracy[best],
      count: 30,
    });
    expect(final.testAccuracy).toBeCloseTo(history.testAccuracy[best]!, 12);
    expect(final.weightsSha256).toBe(hashOf(last.best!.parameters.map(({ values }) => values)));
    // Batches count up to the last step, though the weights are older.
    const { training } = slicesOf(squares, wanted);
    const batchAt = createBatchOrder(training, wanted.batchSize, wanted.seed);
    const batches = Array.from({ length: last.step }, (_, step) => batchAt(step));
    expect(final.batchOrderSha256).toBe(hashOf(batches));
  });
});

describe('fingerprints', () => {
  it('are of the first weights, the batches and the last weights', async () => {
    const { final, first, last } = await finish(spec);
    expect(first.step).toBe(0);
    expect(final.initialWeightsSha256).toBe(hashOf(first.parameters.map(({ values }) => values)));
    expect(final.weightsSha256).toBe(hashOf(last.parameters.map(({ values }) => values)));
    const { training } = slicesOf(squares, spec);
    const batchAt = createBatchOrder(training, spec.batchSize, spec.seed);
    const batches = Array.from({ length: spec.steps }, (_, step) => batchAt(step));
    expect(final.batchOrderSha256).toBe(hashOf(batches));
  });

  it('agree for equal specs, and differ in what differs', async () => {
    const { final } = await finish(spec);
    expect((await finish({ ...spec })).final).toMatchObject({
      weightsSha256: final.weightsSha256,
      initialWeightsSha256: final.initialWeightsSha256,
      batchOrderSha256: final.batchOrderSha256,
    });
    const another = (await finish({ ...spec, seed: 2 })).final;
    expect(another.initialWeightsSha256).not.toBe(final.initialWeightsSha256);
    expect(another.batchOrderSha256).not.toBe(final.batchOrderSha256);
    // Arms of one seed are paired by the order of their images, whatever their model.
    const wider = { id: 'mlp', options: { width: 17, layers: 1 } };
    const arm = (await finish({ ...spec, architecture: wider })).final;
    expect(arm.initialWeightsSha256).not.toBe(final.initialWeightsSha256);
    expect(arm.batchOrderSha256).toBe(final.batchOrderSha256);
    // Other rates begin with the same weights.
    const slower = (await finish({ ...spec, learningRate: 0.001 })).final;
    expect(slower.initialWeightsSha256).toBe(final.initialWeightsSha256);
    expect(slower.weightsSha256).not.toBe(final.weightsSha256);
  });
});
