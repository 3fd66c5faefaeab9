/**
 * Multilayer perceptron on the flattened image: a weight of its own for every pixel, and no notion
 * that neighbouring pixels have anything to do with each other.
 *
 *   grid [batch, height, width, channels]
 *     -> flattened      [batch, height * width * channels]
 *     -> dense layers   [batch, width]   dropout behind each, when chosen
 *     -> logits         [batch, classes]
 *
 * Rumelhart, Hinton and Williams 1986.
 */
import { integer, type Values } from '../core/options.ts';
import type { Tensor } from '../core/ops.ts';
import { linearWeight, weight } from '../core/parameters.ts';
import { defineArchitecture, port, type ModelSizes, type Stage } from './architecture.ts';
import { applyDense, denseParameters } from './layers/dense.ts';
import { dropOut, dropoutOption } from './layers/dropout.ts';

const options = {
  width: integer({ label: 'Width', default: 256, min: 4, max: 2048 }),
  layers: integer({
    label: 'Hidden layers',
    help: 'Without any it is the linear classifier.',
    default: 2,
    min: 0,
    max: 8,
  }),
  dropout: dropoutOption,
};

/** Inputs and outputs of each layer, the logits last. */
function layersOf({ width, layers }: Values<typeof options>, sizes: ModelSizes) {
  const pixels = sizes.height * sizes.width * sizes.channels;
  return Array.from({ length: layers + 1 }, (_, layer) => ({
    inputs: layer === 0 ? pixels : width,
    outputs: layer === layers ? sizes.outputs : width,
    last: layer === layers,
  }));
}

export const mlp = defineArchitecture({
  id: 'mlp',
  label: 'MLP',
  summary: 'A fully connected network on the flattened image: it learns each place by heart.',
  reference: 'Rumelhart, Hinton and Williams 1986, Nature 323',
  options,
  reads: 'grid',
  usesEncoding: false,
  widths: ['width'],
  whyNoEncoding: 'Every pixel has weights of its own, so its place needs no description.',
  firstLayer: '0/weight',

  parameters: (chosen, sizes) =>
    layersOf(chosen, sizes).flatMap(({ inputs, outputs, last }, layer) =>
      denseParameters(`${layer}`, inputs, outputs, last ? linearWeight : weight),
    ),

  stages(chosen, sizes) {
    const flat = sizes.height * sizes.width * sizes.channels;
    const input: Stage = { label: 'Pixels', shape: [flat], multiplyAdds: 0 };
    const rest = layersOf(chosen, sizes).map(({ inputs, outputs, last }, layer) => ({
      label: last ? 'Classes' : `Layer ${layer + 1}`,
      shape: [outputs],
      multiplyAdds: inputs * outputs,
    }));
    return [input, ...rest];
  },

  forward(ops, parameter, inputs, { options: chosen, sizes, ...drawing }) {
    const grid = port(inputs, 'grid');
    const flat = sizes.height * sizes.width * sizes.channels;
    let x = ops.reshape(grid, [grid.shape[0]!, flat]); // [batch, height * width * channels]
    const hidden: Record<string, Tensor> = {};
    const dropping = { share: chosen.dropout, ...drawing };
    layersOf(chosen, sizes).forEach(({ last }, layer) => {
      x = applyDense(ops, parameter, `${layer}`, x, last ? 'linear' : 'relu');
      if (last) return;
      hidden[`activation/Layer ${layer + 1}`] = x;
      x = dropOut(ops, x, `${layer}`, dropping);
    });
    return { outputs: { ...hidden, logits: x } };
  },
});
