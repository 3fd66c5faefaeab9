/** TensorFlow.js as it is installed: plain operations, its gradients, `tf.train.adam`. */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { firstValuesOf, gather, type Problem } from '../cases/case.ts';
import { findCase } from '../cases/index.ts';
import { createStockTools } from '../cases/stockModel.ts';
import { libraryBackend, timeSteps, type Order, type Session } from './contender.ts';
import { openTensorflow } from './tensorflow.ts';

export async function openStock({
  caseId,
  batch,
  sizes,
  backend,
  threads,
}: Order): Promise<Session> {
  const opened = await openTensorflow(libraryBackend(backend), threads);
  const found = findCase(caseId);
  return {
    threads: opened.threads,
    ...startStock(opened.tf, found.problem(batch, sizes), (tools) => found.stock(tools, sizes)),
  };
}

/** Trains on the backend that TensorFlow.js is set to. */
export function startStock(
  tf: typeof TensorFlow,
  problem: Problem,
  build: (
    tools: ReturnType<typeof createStockTools>,
  ) => ReturnType<ReturnType<typeof findCase>['stock']>,
): Pick<Session, 'steps' | 'dispose'> {
  const model = build(createStockTools(tf, firstValuesOf(problem)));
  const optimiser = tf.train.adam(problem.learningRate, 0.9, 0.999, 1e-8);
  let unread: TensorFlow.Scalar[] = [];
  let step = 0;

  function advance(): void {
    const { inputs, targets } = gather(problem, step++);
    const cost = tf.tidy(() => {
      const x = tf.tensor(inputs, [problem.batch, ...problem.inputShape]);
      const y = tf.tensor(targets, [problem.batch, problem.outputs]);
      return optimiser.minimize(() => model.loss(x, y), true)!;
    });
    unread.push(cost);
  }

  async function readLoss(): Promise<number> {
    const losses = await Promise.all(unread.map((cost) => cost.data()));
    for (const cost of unread) cost.dispose();
    unread = [];
    return losses.reduce((sum, [loss = NaN]) => sum + loss, 0) / losses.length;
  }

  return {
    steps: (count) => timeSteps(count, advance, readLoss),
    async dispose() {
      optimiser.dispose();
      tf.disposeVariables();
    },
  };
}
