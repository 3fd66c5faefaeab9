/** A perceptron with one hidden layer: [batch, 784] -> [batch, 128] -> logits [batch, 10]. */
import { nn, numpy as np } from '@jax-js/jax';
import type { Case } from './case.ts';
import { classificationProblem } from './classification.ts';
import { jaxCrossEntropy, jaxDense, jaxParameters } from './jaxModel.ts';
import { crossEntropy, stockDense } from './stockModel.ts';

export const mlp: Case = {
  id: 'mlp',
  note: 'perceptron 784-128-10',
  sizes: { side: 28, width: 128 },
  tiny: { side: 6, width: 8 },
  problem: (batch, { side, width }) =>
    classificationProblem(
      {
        architecture: { id: 'mlp', options: { width, layers: 1 } },
        side,
        drawing: 'sparse',
      },
      batch,
    ),

  stock(tools, { side }) {
    const { tf } = tools;
    const hidden = stockDense(tools, '0', true);
    const classes = stockDense(tools, '1', false);
    return {
      loss: (images, targets) =>
        crossEntropy(tools, targets, classes(hidden(tf.reshape(images, [-1, side * side])))),
    };
  },

  jax: (values, { side }) => ({
    parameters: jaxParameters(values, ['0/weight', '0/bias', '1/weight', '1/bias']),
    loss(parameters, images, targets) {
      const flat = np.reshape(images, [images.shape[0]!, side * side]);
      const hidden = nn.relu(jaxDense(parameters, '0', flat));
      return jaxCrossEntropy(jaxDense(parameters, '1', hidden), targets);
    },
  }),

  torch: { model: 'mlp', options: {} },
};
