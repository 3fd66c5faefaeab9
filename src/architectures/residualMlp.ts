/**
 * Residual MLP: a deep fully connected network on the flattened image, in which every hidden layer but
 * the first adds to what it was given.
 *
 *   grid [batch, height, width, channels]
 *     -> flattened               [batch, height * width * channels]
 *     -> relu(x W + b)           [batch, width]
 *     -> x + relu(x W + b)       [batch, width]   each further hidden layer; dropout on what is added
 *     -> logits                  [batch, classes]
 *
 * The fully connected baseline of the Coordinet2 report: 9 hidden layers of 200, a residual connection
 * over each layer; the first has none, for it changes the width. Of images of 32 × 32 in colour it has
 * 938,210 parameters, two thirds of them in the first layer.
 *
 * First weights are the lab's: a sum grows with its terms, so each of the n layers that add starts with
 * 1 / n of the variance that a layer alone has; what arrives is then at most e times as large, at any
 * depth. Hanin and Rolnick 2018, "How to Start Training".
 *
 * What to expect: about what the MLP reaches, for it knows no more of neighbours; it is deep without
 * being hard to train, and learns few images by heart just as fast.
 *
 * Gillen 2022, CoordiNet (final report); residual connections: He et al. 2015, arXiv:1512.03385.
 */
import { integer, type Values } from '../core/options.ts';
import type { Tensor } from '../core/ops.ts';
import { linearWeight, weight } from '../core/parameters.ts';
import type { Shape } from '../core/shapes.ts';
import { defineArchitecture, port, type ModelSizes, type Stage } from './architecture.ts';
import { applyDense, denseParameters } from './layers/dense.ts';
import { dropOut, dropoutOption } from './layers/dropout.ts';

const options = {
  width: integer({ label: 'Width', default: 200, min: 4, max: 2048 }),
  layers: integer({
    label: 'Hidden layers',
    help: 'Each adds to what it was given, but the first.',
    default: 9,
    min: 1,
    max: 24,
  }),
  dropout: dropoutOption,
};
type Options = Values<typeof options>;

const flatLength = ({ height, width, channels }: ModelSizes) => height * width * channels;

const hiddenOf = ({ width, layers }: Options, sizes: ModelSizes) =>
  Array.from({ length: layers }, (_, layer) => ({
    name: `${layer}`,
    inputs: layer === 0 ? flatLength(sizes) : width,
    adds: layer > 0,
  }));

export const residualMlp = defineArchitecture({
  id: 'residual-mlp',
  label: 'Residual MLP',
  summary:
    'A deep fully connected network in which every layer adds to what it was given: the MLP, nine layers deep.',
  reference: 'Gillen 2022, CoordiNet; He et al. 2015, arXiv:1512.03385',
  options,
  reads: 'grid',
  usesEncoding: false,
  widths: ['width'],
  whyNoEncoding: 'Every pixel has weights of its own, so its place needs no description.',
  firstLayer: '0/weight',

  parameters(chosen, sizes) {
    const { width, layers } = chosen;
    const share = (name: string, shape: Shape, fanIn: number) =>
      weight(name, shape, fanIn * (layers - 1));
    return [
      ...hiddenOf(chosen, sizes).flatMap(({ name, inputs, adds }) =>
        denseParameters(name, inputs, width, adds ? share : weight),
      ),
      ...denseParameters('classes', width, sizes.outputs, linearWeight),
    ];
  },

  stages(chosen, sizes) {
    const { width } = chosen;
    const input: Stage = { label: 'Pixels', shape: [flatLength(sizes)], multiplyAdds: 0 };
    const hidden = hiddenOf(chosen, sizes).map(({ inputs, adds }, layer) => ({
      label: `Layer ${layer + 1}`,
      shape: [width],
      multiplyAdds: inputs * width,
      kept: adds ? 2 * width : width,
    }));
    const { outputs } = sizes;
    return [
      input,
      ...hidden,
      { label: 'Classes', shape: [outputs], multiplyAdds: width * outputs },
    ];
  },

  forward(ops, parameter, inputs, { options: chosen, sizes, ...drawing }) {
    const grid = port(inputs, 'grid');
    const dropping = { share: chosen.dropout, ...drawing };
    const shown: Record<string, Tensor> = {};
    let x = ops.reshape(grid, [grid.shape[0]!, flatLength(sizes)]);
    for (const { name, adds } of hiddenOf(chosen, sizes)) {
      const made = applyDense(ops, parameter, name, x, 'relu');
      const said = dropOut(ops, made, name, dropping);
      x = adds ? ops.add(x, said) : said;
      shown[`activation/Layer ${Number(name) + 1}`] = x;
    }
    return { outputs: { ...shown, logits: applyDense(ops, parameter, 'classes', x) } };
  },
});
