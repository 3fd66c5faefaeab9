/**
 * ResNet-20 on colour images of 32 × 32 (src/architectures/resnet20.ts draws it): twenty layers of 3 × 3
 * filters with batch normalisation, 16, 32 and 64 of them in three groups of three blocks.
 *
 * The shortcut into a wider group takes every second pixel and adds channels of zeros. TensorFlow.js has
 * no gradient for strided slices; a mean over windows of one pixel says the same.
 */
import { lax, nn, numpy as np } from '@jax-js/jax';
import type { Case, FirstValues, Sizes } from './case.ts';
import { classificationProblem } from './classification.ts';
import {
  jaxCrossEntropy,
  jaxDense,
  jaxFilter,
  jaxParameters,
  type JaxArray,
  type JaxModel,
  type JaxParameters,
} from './jaxModel.ts';
import {
  crossEntropy,
  stockDense,
  type StockModel,
  type StockTools,
  type TensorFlow,
} from './stockModel.ts';

const GROUPS = 3;
const BLOCKS = 3;
const EPSILON = 1e-5;
const MOMENTUM = 0.9;

interface Block {
  readonly name: string;
  readonly stride: 1 | 2;
}

const blocks: readonly Block[] = Array.from({ length: GROUPS * BLOCKS }, (_, index) => {
  const group = Math.floor(index / BLOCKS);
  const block = index % BLOCKS;
  return { name: `group${group}/block${block}`, stride: group > 0 && block === 0 ? 2 : 1 };
});

const layerNames = ['first', ...blocks.flatMap(({ name }) => [`${name}/first`, `${name}/second`])];

/** Convolution without bias, then batch normalisation that remembers its running statistics. */
function stockNormed({ tf, values, variable }: StockTools, name: string, stride: 1 | 2) {
  const filter = variable(`${name}/filter`);
  const gain = variable(`${name}/norm/gain`);
  const bias = variable(`${name}/norm/bias`);
  const running = (statistic: string) => {
    const { values: own, shape } = values(`${name}/norm/${statistic}`);
    return tf.tidy(() => tf.variable(tf.tensor(own, [...shape]), false));
  };
  const runningMean = running('mean');
  const runningVariance = running('variance');
  const flow = (kept: TensorFlow.Variable, found: TensorFlow.Tensor) =>
    kept.assign(tf.add(tf.mul(kept, MOMENTUM), tf.mul(found, 1 - MOMENTUM)));
  return (x: TensorFlow.Tensor): TensorFlow.Tensor => {
    const y = tf.conv2d(
      x as TensorFlow.Tensor4D,
      filter as TensorFlow.Variable<TensorFlow.Rank.R4>,
      stride,
      'same',
    );
    const { mean, variance } = tf.moments(y, [0, 1, 2]);
    const rows = y.size / y.shape.at(-1)!;
    flow(runningMean, mean);
    flow(runningVariance, tf.mul(variance, rows / Math.max(1, rows - 1)));
    return tf.batchNorm(
      y,
      mean as TensorFlow.Tensor1D,
      variance as TensorFlow.Tensor1D,
      bias as TensorFlow.Variable<TensorFlow.Rank.R1>,
      gain as TensorFlow.Variable<TensorFlow.Rank.R1>,
      EPSILON,
    );
  };
}

function stockNetwork(tools: StockTools): StockModel {
  const { tf } = tools;
  const first = stockNormed(tools, 'first', 1);
  const residuals = blocks.map(({ name, stride }) => ({
    stride,
    inner: stockNormed(tools, `${name}/first`, stride),
    outer: stockNormed(tools, `${name}/second`, 1),
  }));
  const classes = stockDense(tools, 'classes', false);
  return {
    loss(images, targets) {
      let x: TensorFlow.Tensor = tf.relu(first(images));
      for (const { stride, inner, outer } of residuals) {
        const channels = x.shape[3]!;
        const shortcut: TensorFlow.Tensor =
          stride === 1
            ? x
            : tf.pad(tf.avgPool(x as TensorFlow.Tensor4D, 1, 2, 'same'), [
                ...[0, 0, 0].map(() => [0, 0] as [number, number]),
                [0, channels],
              ]);
        x = tf.relu(tf.add(shortcut, outer(tf.relu(inner(x)))));
      }
      return crossEntropy(tools, targets, classes(tf.mean(x, [1, 2])));
    },
  };
}

/** [batch, channels, height, width] → the same; jax-js keeps no running statistics here. */
function jaxNormed(parameters: JaxParameters, name: string, x: JaxArray, stride: 1 | 2): JaxArray {
  const y = lax.conv(x, parameters[`${name}/filter`]!, [stride, stride], 'SAME');
  const normal = nn.standardize(y, [0, 2, 3], { epsilon: EPSILON });
  const gain = np.reshape(parameters[`${name}/norm/gain`]!, [1, -1, 1, 1]);
  const bias = np.reshape(parameters[`${name}/norm/bias`]!, [1, -1, 1, 1]);
  return np.add(np.multiply(normal, gain), bias);
}

/** Every second pixel, and as many channels of zeros as there are. */
function jaxShortcut(x: JaxArray): JaxArray {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const windows = np.reshape(x, [batch, channels, height / 2, 2, width / 2, 2]);
  const [rows, below] = np.split(windows, 2, 3) as [JaxArray, JaxArray];
  below.dispose();
  const [kept, right] = np.split(rows, 2, 5) as [JaxArray, JaxArray];
  right.dispose();
  const half = np.reshape(kept, [batch, channels, height / 2, width / 2]);
  return np.concatenate([half, np.zeros([batch, channels, height / 2, width / 2])], 1);
}

function jaxNetwork(values: FirstValues): JaxModel {
  const filters = layerNames.map((name) => [`${name}/filter`, jaxFilter(values, `${name}/filter`)]);
  const rest = layerNames.flatMap((name) => [`${name}/norm/gain`, `${name}/norm/bias`]);
  return {
    parameters: {
      ...Object.fromEntries(filters),
      ...jaxParameters(values, [...rest, 'classes/weight', 'classes/bias']),
    },
    loss(parameters, images, targets) {
      let x = nn.relu(jaxNormed(parameters, 'first', np.transpose(images, [0, 3, 1, 2]), 1));
      for (const { name, stride } of blocks) {
        const inner = nn.relu(jaxNormed(parameters, `${name}/first`, x.ref, stride));
        const outer = jaxNormed(parameters, `${name}/second`, inner, 1);
        x = nn.relu(np.add(stride === 1 ? x : jaxShortcut(x), outer));
      }
      return jaxCrossEntropy(jaxDense(parameters, 'classes', np.mean(x, [2, 3])), targets);
    },
  };
}

export const resnet20: Case = {
  id: 'resnet-20',
  note: 'residual network of 20 layers on colour images of 32 × 32',
  sizes: { side: 32, width: 16 },
  tiny: { side: 8, width: 4 },
  problem: (batch, { side, width }: Sizes) =>
    classificationProblem(
      {
        architecture: { id: 'resnet-20', options: { width, blocks: BLOCKS } },
        side,
        channels: 3,
        drawing: 'dense',
      },
      batch,
    ),
  stock: stockNetwork,
  jax: jaxNetwork,
  torch: { model: 'resnet-20', options: { blocks: BLOCKS } },
};
