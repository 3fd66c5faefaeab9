/**
 * The self-check: before a backend is trusted, it trains tiny models for two steps, and their losses
 * and weights are compared with the same steps in plain loops. It takes well under a second
 * and finds kernels that are missing, wrong or silent.
 */
import { createHostKernels } from '../core/hostKernels.ts';
import type { Kernels } from '../core/kernels.ts';
import type { SystemChoice } from '../core/system.ts';
import { createRandom } from '../core/random.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import { createRun } from '../training/run.ts';
import type { RunSpec } from '../training/spec.ts';

/** Largest deviation that float32 on a GPU explains; a wrong kernel is off by far more. */
export const TOLERANCE = 2e-3;

const SIDE = 6;
const CLASSES = 3;
const STEPS = 2;

const small = (id: string, options: SystemChoice['options']): SystemChoice => ({ id, options });
const architectures: readonly SystemChoice[] = [
  small('coordinet', { width: 8, layers: 2, headWidth: 8, headLayers: 2, pooling: 'sum' }),
  small('coordinet', { width: 8, headWidth: 8, pooling: 'max', conditioning: 'concatenate' }),
  small('mlp', { width: 8, layers: 1 }),
  small('cnn', { filters: 4, blocks: 2, headWidth: 8 }),
];

function checkSpec(architecture: SystemChoice): RunSpec {
  return {
    task: small('classification', {}),
    dataset: small('where', {}),
    trainingImages: 12,
    validationImages: 0,
    augmentation: null,
    architecture,
    encoding: small('gaussian-fourier', { waves: 4, bandwidth: 1 }),
    optimiser: small('sgd', { momentum: 0.9 }),
    schedule: small('constant', {}),
    stopping: { id: 'steps', options: {} },
    learningRate: 0.05,
    steps: STEPS,
    batchSize: 4,
    seed: 7,
  };
}

/** Random pixels, half of them black. */
function checkImages(count: number): ImageSet {
  const stream = createRandom(7).stream('self-check');
  const images = Uint8Array.from({ length: count * SIDE * SIDE }, (_, i) =>
    Math.max(0, stream.integer(i, 512) - 256),
  );
  return { count, images, labels: Uint8Array.from({ length: count }, (_, i) => i % CLASSES) };
}

const dataset: Dataset = {
  id: 'self-check',
  label: 'Self-check',
  height: SIDE,
  width: SIDE,
  channels: 1,
  classNames: ['0', '1', '2'],
  train: checkImages(12),
  test: checkImages(3),
  source: 'made here',
  licence: 'MIT',
  sha256: '',
};

/** Losses of the steps, then all parameters, one after another. */
async function trace(kernels: Kernels, architecture: SystemChoice): Promise<number[]> {
  const run = createRun(kernels, checkSpec(architecture), dataset);
  try {
    const losses: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      run.advance();
      const { loss } = await run.readBatches({ loss: 0, correct: 0, examples: 0 });
      losses.push(loss);
    }
    const { parameters } = await run.save();
    return [...losses, ...parameters.flatMap(({ values }) => [...values])];
  } finally {
    run.dispose();
  }
}

/**
 * The largest deviation of losses and weights after two steps, relative to values of about 1; NaN
 * or a throw where the backend fails altogether.
 */
export async function selfCheck(kernels: Kernels): Promise<number> {
  // In float32: loops that have also met float64 arrays run several times slower ever after.
  const reference = createHostKernels('float32');
  let worst = 0;
  for (const architecture of architectures) {
    const expected = await trace(reference, architecture);
    const found = await trace(kernels, architecture);
    expected.forEach((value, i) => {
      const deviation = Math.abs(found[i]! - value) / Math.max(1, Math.abs(value));
      // Once NaN, always NaN: no later entry is larger.
      if (deviation > worst || Number.isNaN(deviation)) worst = deviation;
    });
  }
  return worst;
}
