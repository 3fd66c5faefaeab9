/**
 * What WebGPU does that the contract of small arrays cannot see: sums and products that are cut into
 * slices, and how many dispatches a training step takes. Skipped, and it says so, without an adapter.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { createHostKernels } from '../../core/hostKernels.ts';
import type { DeviceArray, Kernels, Windows } from '../../core/kernels.ts';
import { denseLayout } from '../../core/pixels.ts';
import { createRandom } from '../../core/random.ts';
import { sizeOf, type Shape } from '../../core/shapes.ts';
import type { Dataset, ImageSet } from '../../datasets/dataset.ts';
import { createRun } from '../../training/run.ts';
import type { RunSpec } from '../../training/spec.ts';
import { dropWebgpu, provideWebgpu } from '../../headless/nodeWebgpu.ts';
import { openWebgpu } from './webgpu/testing.ts';

const missing = await provideWebgpu();

/** Relative to the largest entry: sums of thousands of float32. */
const TOLERANCE = 1e-4;

interface LongCase {
  readonly inputs: readonly Shape[];
  run(kernels: Kernels, inputs: readonly DeviceArray[]): DeviceArray;
}

const product = (transposeA: boolean, transposeB: boolean, k = 1100): LongCase => ({
  inputs: [transposeA ? [k, 37] : [37, k], transposeB ? [45, k] : [k, 45]],
  run: (kernels, [a, b]) => kernels.matMul(a!, b!, transposeA, transposeB),
});

const filterGradient = (windows: Windows, y: Shape): LongCase => ({
  inputs: [y, [6, 15, 14, 3]],
  run: (kernels, [dy, x]) => kernels.conv2dFilterGradient(dy!, x!, [3, 5, 3, y[3]!], windows),
});

const layout = denseLayout(3, 500);

const longCases: Record<string, LongCase> = {
  'matMul along rows': product(false, false),
  'matMul along columns, as weight gradients have it': product(true, false, 2500),
  'matMul with the right side turned': product(false, true),
  'matMul with both sides turned': product(true, true),
  'dense with many inputs': {
    inputs: [[9, 2100], [2100, 70], [70]],
    run: (kernels, [x, weight, bias]) => kernels.dense(x!, weight!, bias!, 'relu'),
  },
  'sum over many rows': {
    inputs: [[3001, 37]],
    run: (kernels, [x]) => kernels.sum(x!, [0]),
  },
  'sum over two rows of more columns than a line of workgroups takes': {
    inputs: [[2, 40_001]],
    run: (kernels, [x]) => kernels.sum(x!, [0]),
  },
  'entry by entry in more than a line of workgroups': {
    inputs: [[300_001], [300_001]],
    run: (kernels, [a, b]) => kernels.binary('mul', a!, b!),
  },
  'the loss of more rows than a line of workgroups takes': {
    inputs: [
      [1100, 3],
      [1100, 3],
    ],
    run: (kernels, [logits, targets]) =>
      kernels.tidy(() => kernels.softmaxCrossEntropy(logits!, targets!).excess),
  },
  'sum over a long middle': {
    inputs: [[2, 700, 5]],
    run: (kernels, [x]) => kernels.sum(x!, [1]),
  },
  'maximum over many pixels': {
    inputs: [[layout.rows, 33]],
    run: (kernels, [x]) => kernels.poolPixels(x!, layout, 'max'),
  },
  'slope gradient of many rows': {
    inputs: [
      [layout.rows, 33],
      [layout.rows, 3],
    ],
    run: (kernels, [dz, values]) =>
      kernels.tidy(() => kernels.pixelDenseGradient(dz!, values!, [3, 33], layout).slope),
  },
  'filter gradient with zeros around': filterGradient(
    { padding: 'same', stride: 1 },
    [6, 15, 14, 7],
  ),
  'filter gradient at stride 2': filterGradient({ padding: 'same', stride: 2 }, [6, 8, 7, 35]),
  'depthwise filter gradient at stride 2': {
    inputs: [
      [6, 8, 7, 5],
      [6, 15, 14, 5],
    ],
    run: (kernels, [dy, x]) =>
      kernels.depthwiseConv2dFilterGradient(dy!, x!, [3, 5, 5], { padding: 'same', stride: 2 }),
  },
  'normalised columns of many rows': {
    inputs: [[3001, 37]],
    run: (kernels, [x]) =>
      kernels.tidy(() => kernels.normaliseColumns(kernels.affine(x!, 1, 100), 1e-5).y),
  },
  'gradient of normalised columns of many rows': {
    inputs: [[3001, 37], [3001, 37], [37]],
    run: (kernels, [upstream, y, x]) =>
      kernels.tidy(() =>
        kernels.normaliseColumnsGradient(upstream!, y!, kernels.unary('square', x!), 1e-2),
      ),
  },
  'filter gradient without zeros': filterGradient({ padding: 'valid', stride: 3 }, [6, 5, 4, 7]),
};

async function valuesOf(kernels: Kernels, { inputs, run }: LongCase) {
  const given = inputs.map((shape, i) => {
    const values = createRandom(3).stream(`test/long/${i}`).uniforms(sizeOf(shape), -1, 1);
    return kernels.fromHost(values, shape);
  });
  const result = run(kernels, given);
  const values = await kernels.read(result);
  [...given, result].forEach(kernels.dispose);
  return values;
}

/** A GPU drawn in software compiles a program for each kernel: a minute or more, under load. */
const PATIENCE_MS = 600_000;

function drawImages(side: number, count: number): ImageSet {
  const stream = createRandom(3).stream('test/images');
  const images = Uint8Array.from({ length: count * side * side }, (_, i) => stream.integer(i, 256));
  return { count, images, labels: Uint8Array.from({ length: count }, (_, i) => i % 10) };
}

const datasetOf = (side: number): Dataset => ({
  id: 'dispatches',
  label: 'Dispatches',
  height: side,
  width: side,
  channels: 1,
  classNames: [...'0123456789'],
  train: drawImages(side, 32),
  test: drawImages(side, 1),
  source: 'made here',
  licence: 'MIT',
  sha256: '',
});

const spec = (architecture: RunSpec['architecture'], batchSize: number): RunSpec => ({
  task: { id: 'classification', options: {} },
  dataset: { id: 'where', options: {} },
  trainingImages: 32,
  validationImages: 0,
  augmentation: null,
  architecture,
  encoding: architecture.id === 'coordinet' ? { id: 'gaussian-fourier', options: {} } : null,
  optimiser: { id: 'adam', options: {} },
  schedule: { id: 'one-cycle', options: {} },
  stopping: { id: 'steps', options: {} },
  learningRate: 1e-3,
  steps: 10,
  batchSize,
  seed: 1,
});

/** What the device is told while `body` runs. */
function commandsOf(body: () => void): { dispatches: number; submits: number } {
  const pass = GPUComputePassEncoder.prototype;
  const queue = GPUQueue.prototype;
  const { dispatchWorkgroups } = pass;
  const { submit } = queue;
  const counts = { dispatches: 0, submits: 0 };
  pass.dispatchWorkgroups = function (...groups) {
    counts.dispatches++;
    return dispatchWorkgroups.apply(this, groups);
  };
  queue.submit = function (...commands) {
    counts.submits++;
    return submit.apply(this, commands);
  };
  try {
    body();
  } finally {
    pass.dispatchWorkgroups = dispatchWorkgroups;
    queue.submit = submit;
  }
  return counts;
}

/** Of the second step; both are read back, so the next one starts with nothing waiting. */
async function commandsOfStep(
  architecture: RunSpec['architecture'],
  { side, batchSize }: { side: number; batchSize: number },
) {
  const { kernels } = await openWebgpu();
  const run = createRun(kernels, spec(architecture, batchSize), datasetOf(side));
  const sums = { loss: 0, correct: 0, examples: 0 };
  run.advance();
  await run.readBatches(sums);
  const counts = commandsOf(() => run.advance());
  const { loss, examples } = await run.readBatches(sums);
  run.dispose();
  expect(loss / examples).toBeLessThan(10);
  return counts;
}

if (missing) {
  describe('WebGPU', () => {
    it.skip(`not tested: ${missing}`);
  });
} else {
  describe('WebGPU in slices', () => {
    it.each(Object.entries(longCases))('%s agrees, and repeats bit for bit', async (_, each) => {
      const { kernels } = await openWebgpu();
      const expected = await valuesOf(createHostKernels('float64'), each);
      const found = await valuesOf(kernels, each);
      expect(found.length).toBe(expected.length);
      let largest = 0;
      for (const value of expected) largest = Math.max(largest, Math.abs(value));
      const isOff = (value: number, i: number) =>
        !(Math.abs(value - expected[i]!) < TOLERANCE * largest);
      expect([...found].findIndex(isOff)).toBe(-1);
      const again = await valuesOf(kernels, each);
      expect([...again].findIndex((value, i) => !Object.is(value, found[i]))).toBe(-1);
    });
  });

  /** The MLP is 784-128-10: a step of it in stock operations, with `tf.train.adam`, takes 90. */
  describe('dispatches of a step with Adam on WebGPU', () => {
    const cases = [
      { id: 'mlp', options: { width: 128, layers: 1 }, side: 28, batchSize: 32, most: 16 },
      { id: 'cnn', options: {}, side: 14, batchSize: 2, most: 42 },
      { id: 'coordinet', options: {}, side: 14, batchSize: 2, most: 76 },
    ] as const;
    it.each(cases)(
      '$id: at most $most, and no submit',
      async ({ id, options, most, ...size }) => {
        const { dispatches, submits } = await commandsOfStep({ id, options }, size);
        expect(dispatches).toBeGreaterThan(0);
        expect(dispatches).toBeLessThanOrEqual(most);
        expect(submits).toBe(0);
      },
      PATIENCE_MS,
    );
  });

  it('refused no command', async () => {
    expect((await openWebgpu()).fault()).toBeUndefined();
  });
  afterAll(dropWebgpu);
}
