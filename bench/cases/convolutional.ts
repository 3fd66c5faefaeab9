/**
 * A convolutional network of two blocks, 32 and 64 filters of 3 × 3, and the same with the x and y of
 * each pixel as two more channels of its input (CoordConv).
 *
 *   grid [batch, 28, 28, 1 or 3] -> convolution, relu, maximum over 2 × 2, twice -> [batch, 7, 7, 64]
 *     -> dense, relu [batch, 128] -> logits [batch, 10]
 */
import { lax, nn, numpy as np } from '@jax-js/jax';
import { coordinateChannels } from '../../src/architectures/coordConvCnn.ts';
import type { Case, FirstValues, Sizes } from './case.ts';
import { classificationProblem } from './classification.ts';
import {
  jaxCrossEntropy,
  jaxDense,
  jaxFilter,
  jaxParameters,
  type JaxArray,
  type JaxModel,
} from './jaxModel.ts';
import {
  crossEntropy,
  stockDense,
  type StockModel,
  type StockTools,
  type TensorFlow,
} from './stockModel.ts';

const BLOCKS = ['block0', 'block1'] as const;

function convolutionalCase(id: string, note: string, coordinates: boolean): Case {
  return {
    id,
    note,
    sizes: { side: 28, width: 32 },
    tiny: { side: 8, width: 4 },
    problem: (batch, { side, width }) =>
      classificationProblem(
        {
          architecture: {
            id: coordinates ? 'coord-conv-cnn' : 'cnn',
            options: { filters: width, blocks: BLOCKS.length, kernelSize: '3', headWidth: 128 },
          },
          side,
          drawing: 'sparse',
        },
        batch,
      ),
    stock: (tools, sizes) => stockNetwork(tools, sizes, coordinates),
    jax: (values, sizes) => jaxNetwork(values, sizes, coordinates),
    torch: { model: 'cnn', options: { coordinates: coordinates ? 1 : 0 } },
  };
}

/** The filters for the values and, where there are any, those for the coordinates, as one. */
function stockFilter({ tf, values }: StockTools, block: string, coordinates: boolean) {
  const read = (name: string) => {
    const { values: own, shape } = values(name);
    return tf.tensor(own, [...shape]);
  };
  return tf.tidy(() => {
    const filter = read(`${block}/filter`);
    const whole = coordinates ? tf.concat([filter, read(`${block}/coordinates`)], 2) : filter;
    return tf.variable(whole as TensorFlow.Tensor4D);
  });
}

function stockNetwork(tools: StockTools, { side }: Sizes, coordinates: boolean): StockModel {
  const { tf } = tools;
  const blocks = BLOCKS.map((block, index) => ({
    filter: stockFilter(tools, block, coordinates && index === 0),
    bias: tools.variable(`${block}/bias`),
  }));
  const head = stockDense(tools, 'head', true);
  const classes = stockDense(tools, 'classes', false);
  const places = coordinates
    ? tf.tensor(coordinateChannels(side, side, false), [1, side, side, 2])
    : undefined;
  return {
    loss(images, targets) {
      const batch = images.shape[0]!;
      const read = places ? tf.concat([images, tf.tile(places, [batch, 1, 1, 1])], 3) : images;
      const convolved = blocks.reduce<TensorFlow.Tensor4D>((x, { filter, bias }) => {
        const y = tf.conv2d(x, filter, 1, 'same');
        return tf.maxPool(tf.relu(tf.add<TensorFlow.Tensor4D>(y, bias)), 2, 2, 'valid');
      }, read as TensorFlow.Tensor4D);
      const flat = tf.reshape(convolved, [batch, -1]);
      return crossEntropy(tools, targets, classes(head(flat)));
    },
  };
}

/** Maximum over 2 × 2: [batch, channels, height, width], both sides even. */
function jaxMaximum(x: JaxArray): JaxArray {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const windows = np.reshape(x, [batch, channels, height / 2, 2, width / 2, 2]);
  return np.max(np.max(windows, 5), 3);
}

function jaxNetwork(values: FirstValues, { side }: Sizes, coordinates: boolean): JaxModel {
  const filters = Object.fromEntries(
    BLOCKS.map((block) => [`${block}/filter`, jaxFilter(values, `${block}/filter`)]),
  );
  if (coordinates) {
    const both = [filters['block0/filter']!, jaxFilter(values, 'block0/coordinates')];
    filters['block0/filter'] = np.concatenate(both, 1);
  }
  const dense = ['head/weight', 'head/bias', 'classes/weight', 'classes/bias'];
  const biases = BLOCKS.map((block) => `${block}/bias`);
  const places = np.transpose(
    np.array(coordinateChannels(side, side, false), { shape: [1, side, side, 2] }),
    [0, 3, 1, 2],
  );
  return {
    parameters: { ...filters, ...jaxParameters(values, [...biases, ...dense]) },
    loss(parameters, images, targets) {
      const batch = images.shape[0]!;
      let x = np.transpose(images, [0, 3, 1, 2]); // [batch, channels, height, width]
      if (coordinates) x = np.concatenate([x, np.tile(places.ref, [batch, 1, 1, 1])], 1);
      for (const block of BLOCKS) {
        const y = lax.conv(x, parameters[`${block}/filter`]!, [1, 1], 'SAME');
        const bias = np.reshape(parameters[`${block}/bias`]!, [1, -1, 1, 1]);
        x = jaxMaximum(nn.relu(np.add(y, bias)));
      }
      const flat = np.reshape(np.transpose(x, [0, 2, 3, 1]), [batch, -1]);
      const head = nn.relu(jaxDense(parameters, 'head', flat));
      return jaxCrossEntropy(jaxDense(parameters, 'classes', head), targets);
    },
  };
}

export const cnn = convolutionalCase('cnn', 'convolutions of 32 and 64 filters', false);

export const coordConvCnn = convolutionalCase(
  'coordconv-cnn',
  'the same, its first convolution seeing x and y',
  true,
);
