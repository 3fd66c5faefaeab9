/**
 * For tests: every architecture of the list takes three steps on a backend, and its losses are those
 * of plain loops in float64.
 */
import { expect, describe, it, beforeAll } from 'vitest';
import type { Architecture } from '../architectures/architecture.ts';
import { architectures } from '../architectures/index.ts';
import { tinyOptions } from '../architectures/testing.ts';
import { createHostKernels } from '../core/hostKernels.ts';
import type { Kernels } from '../core/kernels.ts';
import { createRandom } from '../core/random.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import { createRun } from '../training/run.ts';
import type { RunSpec } from '../training/spec.ts';

/** The least that every architecture takes: LeNet-5 trims and halves it to one pixel. */
const SIDE = 12;
const CLASSES = 3;
const STEPS = 3;
/** A GPU drawn in software compiles a program for each kernel and shape of network: minutes, under load. */
const PATIENCE_MS = 600_000;

/** Random pixels, half of them black. */
function drawImages(count: number): ImageSet {
  const stream = createRandom(3).stream('test/images');
  const images = Uint8Array.from({ length: count * SIDE * SIDE }, (_, i) =>
    Math.max(0, stream.integer(i, 512) - 256),
  );
  return { count, images, labels: Uint8Array.from({ length: count }, (_, i) => i % CLASSES) };
}

const dataset: Dataset = {
  id: 'first-losses',
  label: 'First losses',
  height: SIDE,
  width: SIDE,
  channels: 1,
  classNames: ['0', '1', '2'],
  train: drawImages(9),
  test: drawImages(3),
  source: 'made here',
  licence: 'MIT',
  sha256: '',
};

function specFor(architecture: Architecture): RunSpec {
  return {
    task: { id: 'classification', options: {} },
    dataset: { id: 'where', options: {} },
    trainingImages: 9,
    validationImages: 0,
    augmentation: null,
    architecture: { id: architecture.id, options: tinyOptions(architecture) },
    encoding: architecture.usesEncoding
      ? { id: 'gaussian-fourier', options: { waves: 4, bandwidth: 1 } }
      : null,
    optimiser: { id: 'sgd', options: { momentum: 0.9 } },
    schedule: { id: 'constant', options: {} },
    stopping: { id: 'steps', options: {} },
    learningRate: 0.01,
    steps: STEPS,
    batchSize: 4,
    seed: 7,
  };
}

async function lossesOf(
  kernels: Kernels,
  architecture: Architecture,
  changes: Partial<RunSpec> = {},
): Promise<number[]> {
  const run = createRun(kernels, { ...specFor(architecture), ...changes }, dataset);
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    run.advance();
    const { loss, examples } = await run.readBatches({ loss: 0, correct: 0, examples: 0 });
    losses.push(loss / examples);
  }
  run.dispose();
  return losses;
}

/** @param tolerance relative deviation that the backend's precision explains */
export function describeFirstLosses(
  backend: string,
  open: () => Promise<Kernels>,
  tolerance: number,
): void {
  describe(`first three losses on ${backend}`, () => {
    let kernels: Kernels;
    beforeAll(async () => {
      kernels = await open();
    });

    it.each(architectures.map((each) => [each.id, each as Architecture] as const))(
      '%s',
      async (_, architecture) => {
        const before = kernels.count();
        const found = await lossesOf(kernels, architecture);
        const expected = await lossesOf(createHostKernels('float64'), architecture);
        found.forEach((loss, step) => {
          const deviation = Math.abs(loss / expected[step]! - 1);
          expect(deviation, `step ${step + 1}: ${loss}`).toBeLessThan(tolerance);
        });
        // What the gradients did is far more than what is tolerated.
        const unmoved = await lossesOf(createHostKernels('float64'), architecture, {
          learningRate: 1e-9,
        });
        expect(Math.abs(expected.at(-1)! / unmoved.at(-1)! - 1)).toBeGreaterThan(4 * tolerance);
        expect(kernels.count()).toBe(before);
      },
      PATIENCE_MS,
    );
  });
}
