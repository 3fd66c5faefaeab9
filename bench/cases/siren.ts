/**
 * SIREN: three layers of 256 sines fitted to colours at 4,096 random points of an image. Each step draws
 * its own points.
 *
 *   coords [points, 2] -> sin(30 (x · weight + bias)), three times [points, 256] -> colours [points, 3]
 *
 * The loss is the mean squared error. First weights as Sitzmann et al. 2020 (arXiv:2006.09661, section
 * 3.2) draw them.
 */
import { numpy as np } from '@jax-js/jax';
import { differentiate } from '../../src/core/differentiation.ts';
import type { Kernels } from '../../src/core/kernels.ts';
import { defaultsOf } from '../../src/core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../../src/core/ops.ts';
import { bias, initialise, type ParameterSpec } from '../../src/core/parameters.ts';
import { createRandom } from '../../src/core/random.ts';
import { adam } from '../../src/training/optimisers/adam.ts';
import { uploadParameters, uploadSlots } from '../../src/training/runArrays.ts';
import { createBatchOrder } from '../../src/training/batches.ts';
import { createDefaultSpec } from '../../src/training/specs.ts';
import { gather, type Case, type LabRun, type Problem, type Sizes } from './case.ts';
import { jaxDense, jaxParameters } from './jaxModel.ts';
import { stockDense } from './stockModel.ts';

const DIMENSIONS = 2;
const COLOURS = 3;
const LAYERS = 3;
const FREQUENCY = 30;
const LEARNING_RATE = 1e-4;
/** Batches of points before they repeat. */
const BATCHES = 4;

function parametersOf(width: number): ParameterSpec[] {
  return Array.from({ length: LAYERS + 1 }, (_, layer) => {
    const inputs = layer === 0 ? DIMENSIONS : width;
    const outputs = layer === LAYERS ? COLOURS : width;
    const bound = layer === 0 ? 1 / inputs : Math.sqrt(6 / inputs) / FREQUENCY;
    return [
      {
        name: `${layer}/weight`,
        shape: [inputs, outputs],
        initial: { kind: 'uniform' as const, bound },
        trained: true,
      },
      bias(`${layer}/bias`, outputs),
    ];
  }).flat();
}

/** Smooth colours in [0, 1]. */
function colourAt(x: number, y: number): [number, number, number] {
  const wave = (a: number, b: number) => 0.5 + 0.5 * Math.sin(a * x + b * y);
  return [wave(9, 4), wave(-3, 12), wave(7, -7)];
}

function problemOf(points: number, { width }: Sizes): Problem {
  const { seed } = createDefaultSpec();
  const random = createRandom(seed);
  const count = BATCHES * points;
  const coords = random.stream('bench/points').uniforms(count * DIMENSIONS, -1, 1);
  const colours = Float32Array.from(
    Array.from({ length: count }, (_, i) => colourAt(coords[2 * i]!, coords[2 * i + 1]!)).flat(),
  );
  const parameters = parametersOf(width);
  const weights = DIMENSIONS * width + (LAYERS - 1) * width * width + width * COLOURS;
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const problem: Problem = {
    batch: points,
    parameters: parameters.map((parameter) => ({
      name: parameter.name,
      shape: parameter.shape,
      values: initialise(parameter, random.stream(`init/${parameter.name}`)),
    })),
    inputs: coords,
    inputShape: [DIMENSIONS],
    targets: colours,
    outputs: COLOURS,
    indicesAt: createBatchOrder(order, points, seed),
    learningRate: LEARNING_RATE,
    multiplyAddsPerStep: 3 * points * weights,
    startLab: (kernels) => startLab(kernels, problem, parameters),
  };
  return problem;
}

function labColours(ops: Ops, parameter: ParameterLookup, coords: Tensor): Tensor {
  let x = coords;
  for (let layer = 0; layer <= LAYERS; layer++) {
    x = ops.dense(x, parameter(`${layer}/weight`), parameter(`${layer}/bias`));
    if (layer < LAYERS) x = ops.sin(ops.affine(x, FREQUENCY)); // [points, width]
  }
  return x;
}

/** The lab has no such architecture yet: its operations, gradients and optimiser do the steps. */
function startLab(kernels: Kernels, problem: Problem, specs: readonly ParameterSpec[]): LabRun {
  const saved = { parameters: problem.parameters, slots: [] };
  const parts = { model: { parameters: specs }, spec: createDefaultSpec(), optimiser: adam };
  const parameters = uploadParameters(kernels, parts as never, saved);
  const slots = uploadSlots(kernels, parts as never);
  const options = defaultsOf(adam.options);
  let pending = kernels.fromHost(new Float32Array(1), []);
  let step = 0;
  let unread = 0;

  function replace(map: typeof parameters, name: string, array: typeof pending): void {
    kernels.dispose(map.get(name)!);
    map.set(name, array);
  }

  return {
    advance() {
      const { inputs, targets } = gather(problem, step);
      const { loss, gradients } = differentiate(
        kernels,
        parameters,
        () => true,
        (ops, parameter) => {
          const coords = ops.constant(inputs, [problem.batch, DIMENSIONS]);
          const wanted = ops.constant(targets, [problem.batch, COLOURS]);
          const difference = ops.sub(labColours(ops, parameter, coords), wanted);
          return { loss: ops.mean(ops.square(difference), [0, 1]), outputs: {} };
        },
      );
      for (const [name, gradient] of gradients) {
        const slotNames = adam.slots.map((slot) => `${name}/${slot}`);
        const move = {
          value: parameters.get(name)!,
          gradient,
          slots: slotNames.map((slot) => slots.get(slot)!),
          step: step + 1,
          learningRate: LEARNING_RATE,
          decays: false,
        };
        const moved = kernels.tidy(() => adam.move(kernels, move, options));
        kernels.dispose(gradient);
        replace(parameters, name, moved.value);
        slotNames.forEach((slot, i) => replace(slots, slot, moved.slots[i]!));
      }
      const sum = kernels.binary('add', pending, loss);
      kernels.dispose(pending);
      kernels.dispose(loss);
      pending = sum;
      step++;
      unread++;
    },
    async readLoss() {
      const [sum = NaN] = await kernels.read(pending);
      const mean = sum / unread;
      kernels.dispose(pending);
      pending = kernels.fromHost(new Float32Array(1), []);
      unread = 0;
      return mean;
    },
    dispose() {
      for (const array of [...parameters.values(), ...slots.values(), pending]) {
        kernels.dispose(array);
      }
    },
  };
}

export const siren: Case = {
  id: 'siren',
  note: 'three layers of 256 sines on 4,096 random points',
  sizes: { side: 64, width: 256 },
  tiny: { side: 6, width: 8 },
  onlyBatch: 4096,
  problem: problemOf,

  stock(tools) {
    const { tf } = tools;
    const layers = Array.from({ length: LAYERS + 1 }, (_, i) => stockDense(tools, `${i}`, false));
    return {
      loss(coords, targets) {
        const colours = layers.reduce((x, layer, i) => {
          const y = layer(x);
          return i < LAYERS ? tf.sin(tf.mul(y, FREQUENCY)) : y;
        }, coords);
        return tf.losses.meanSquaredError(targets, colours);
      },
    };
  },

  jax: (values, { width }) => ({
    parameters: jaxParameters(
      values,
      parametersOf(width).map(({ name }) => name),
    ),
    loss(parameters, coords, targets) {
      let x = coords;
      for (let layer = 0; layer <= LAYERS; layer++) {
        x = jaxDense(parameters, `${layer}`, x);
        if (layer < LAYERS) x = np.sin(np.multiply(x, FREQUENCY));
      }
      return np.mean(np.square(np.subtract(x, targets)));
    },
  }),

  torch: { model: 'siren', options: { layers: LAYERS, frequency: FREQUENCY } },
};
