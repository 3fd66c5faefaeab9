/**
 * Coordinet: 64 Fourier features of each pixel's place beside its value, two layers before the pooling
 * and two after it.
 *
 *   [value, features] [batch · pixels, 65] -> 2 dense layers -> pooled [batch, width] -> layer norm
 *     -> 2 dense layers -> logits [batch, 10]
 *
 * TensorFlow.js and PyTorch concatenate for every pixel, as one writes it. jax-js gets the split first
 * layer, in which what depends on the place alone is computed once for the batch.
 */
import { nn, numpy as np } from '@jax-js/jax';
import { gridCoords } from '../../src/core/coordinates.ts';
import type { Case, FirstValues, Sizes } from './case.ts';
import { classificationProblem } from './classification.ts';
import type { Drawing } from './images.ts';
import { jaxCrossEntropy, jaxDense, jaxParameters, type JaxModel } from './jaxModel.ts';
import {
  crossEntropy,
  stockDense,
  type StockModel,
  type StockTools,
  type TensorFlow,
} from './stockModel.ts';

const WAVES = 32;
const EPSILON = 1e-5;
type CasePooling = 'sum' | 'max';

function coordinetCase(
  id: string,
  note: string,
  { drawing, pooling }: { drawing: Drawing; pooling: CasePooling },
): Case {
  return {
    id,
    note,
    sizes: { side: 28, width: 128 },
    tiny: { side: 6, width: 8 },
    problem: (batch, { side, width }) =>
      classificationProblem(
        {
          architecture: {
            id: 'coordinet',
            options: { width, headWidth: width, pooling, conditioning: 'concatenate' },
          },
          encoding: { id: 'gaussian-fourier', options: { waves: WAVES } },
          side,
          drawing,
        },
        batch,
      ),
    stock: (tools, sizes) => stockCoordinet(tools, sizes, pooling),
    jax: (values, sizes) => jaxCoordinet(values, sizes, pooling),
    torch: { model: 'coordinet', options: { maximum: pooling === 'max' ? 1 : 0 } },
  };
}

/** sin and cos of 2π · coords · projection, all sines first: [pixels, 2 · waves]. */
function featuresOf(values: FirstValues, side: number): Float32Array {
  const coords = gridCoords(side, side);
  const { values: projection } = values('encoding/projection');
  const pixels = side * side;
  const features = new Float32Array(pixels * 2 * WAVES);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let wave = 0; wave < WAVES; wave++) {
      const cycles =
        coords[2 * pixel]! * projection[wave]! + coords[2 * pixel + 1]! * projection[WAVES + wave]!;
      features[pixel * 2 * WAVES + wave] = Math.sin(2 * Math.PI * cycles);
      features[pixel * 2 * WAVES + WAVES + wave] = Math.cos(2 * Math.PI * cycles);
    }
  }
  return features;
}

function stockCoordinet(tools: StockTools, sizes: Sizes, pooling: CasePooling): StockModel {
  const { tf, values, variable } = tools;
  const { side, width } = sizes;
  const pixels = side * side;
  const features = tf.tensor(featuresOf(values, side), [1, pixels, 2 * WAVES]);
  const ofValue = values('first/value/weight').values;
  const ofPlace = values('first/place/weight').values;
  const weight = tf.tidy(() =>
    tf.variable(
      tf.concat([tf.tensor(ofValue, [1, width]), tf.tensor(ofPlace, [2 * WAVES, width])], 0),
    ),
  );
  const bias = variable('first/bias');
  const second = stockDense(tools, 'before/1', true);
  const norm = stockNorm(tools);
  const head = stockDense(tools, 'after/0', true);
  const classes = stockDense(tools, 'after/1', false);
  return {
    loss(images, targets) {
      const batch = images.shape[0]!;
      const value = tf.reshape(images, [batch, pixels, 1]);
      const read = tf.concat([value, tf.tile(features, [batch, 1, 1])], 2);
      const rows = tf.reshape(read, [batch * pixels, 1 + 2 * WAVES]);
      const latents = second(tf.relu(tf.add(tf.matMul(rows, weight), bias)));
      const each = tf.reshape(latents, [batch, pixels, width]);
      const pooled =
        pooling === 'max' ? tf.max(each, 1) : tf.div(tf.sum(each, 1), Math.sqrt(pixels));
      return crossEntropy(tools, targets, classes(head(norm(pooled))));
    },
  };
}

function stockNorm({ tf, variable }: StockTools) {
  const gain = variable('norm/gain');
  const bias = variable('norm/bias');
  return (x: TensorFlow.Tensor) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
    return tf.add(tf.mul(normal, gain), bias);
  };
}

function jaxCoordinet(values: FirstValues, { side, width }: Sizes, pooling: CasePooling): JaxModel {
  const pixels = side * side;
  const features = np.array(featuresOf(values, side), { shape: [pixels, 2 * WAVES] });
  const layers = ['before/1', 'after/0', 'after/1'];
  const names = [
    ...['first/value/weight', 'first/place/weight', 'first/bias', 'norm/gain', 'norm/bias'],
    ...layers.flatMap((layer) => [`${layer}/weight`, `${layer}/bias`]),
  ];
  return {
    parameters: jaxParameters(values, names),
    loss(parameters, images, targets) {
      const batch = images.shape[0]!;
      const ofPlace = np.matmul(features.ref, parameters['first/place/weight']!);
      const offset = np.add(ofPlace, parameters['first/bias']!); // [pixels, width]
      const value = np.reshape(images, [batch, pixels, 1]);
      const first = nn.relu(np.add(np.multiply(value, parameters['first/value/weight']!), offset));
      const rows = np.reshape(first, [batch * pixels, width]);
      const latents = nn.relu(jaxDense(parameters, 'before/1', rows));
      const each = np.reshape(latents, [batch, pixels, width]);
      const pooled =
        pooling === 'max' ? np.max(each, 1) : np.multiply(np.sum(each, 1), 1 / Math.sqrt(pixels)); // [batch, width]
      const normal = nn.standardize(pooled, -1, { epsilon: EPSILON });
      const scaled = np.multiply(normal, parameters['norm/gain']!);
      const shifted = np.add(scaled, parameters['norm/bias']!);
      const head = nn.relu(jaxDense(parameters, 'after/0', shifted));
      return jaxCrossEntropy(jaxDense(parameters, 'after/1', head), targets);
    },
  };
}

export const coordinetDense = coordinetCase(
  'coordinet-dense',
  'Coordinet, 64 Fourier features, width 128, sum; every pixel lit',
  { drawing: 'dense', pooling: 'sum' },
);

export const coordinetSparse = coordinetCase(
  'coordinet-sparse',
  'the same on images with 19 % of their pixels lit, as MNIST has',
  { drawing: 'sparse', pooling: 'sum' },
);

export const coordinetMaximum = coordinetCase(
  'coordinet-maximum',
  'the same sparse images, pooled by their maximum',
  { drawing: 'sparse', pooling: 'max' },
);
