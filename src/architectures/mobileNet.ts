/**
 * MobileNet-like network: a convolution in two halves, first each channel by its own filter
 * (depthwise), then the channels of each place mixed (pointwise), at about an eighth of the cost.
 *
 *   grid [batch, height, width, channels]
 *     -> 3 × 3 convolution, norm, relu   [batch, height, width, 32 α]
 *     -> blocks                          [batch, height / 4, width / 4, 256 α]
 *     -> mean over all places            [batch, 256 α]
 *     -> logits                          [batch, classes]
 *
 *   block: relu(norm(pointwise(relu(norm(depthwise(x))))))
 *
 * The published network begins with halving images of 224 pixels and has thirteen blocks. For images
 * of about thirty pixels it keeps the size at the first convolution and has the first five blocks,
 * of which the second and the fourth halve the sides (odd ones upwards). α is the width multiplier.
 *
 * Howard et al. 2017, arXiv:1704.04861, table 1.
 */
import { choice, type Values } from '../core/options.ts';
import type { Tensor } from '../core/ops.ts';
import { weight } from '../core/parameters.ts';
import { defineArchitecture, port, type Stage } from './architecture.ts';
import { batchNormParameters, batchNorms } from './layers/batchNorm.ts';
import { applyDense, denseParameters } from './layers/dense.ts';
import {
  normedConvolution,
  normedConvolutionParameters,
  NORMED_KEEPS,
  type Pass,
} from './layers/normedConvolution.ts';

const SIDE = 3;
const TAPS = SIDE * SIDE;
const FIRST_WIDTH = 32;
/** Table 1: filters of each block's pointwise half, and how far its depthwise half moves. */
const PUBLISHED = [
  { filters: 64, stride: 1 },
  { filters: 128, stride: 2 },
  { filters: 128, stride: 1 },
  { filters: 256, stride: 2 },
  { filters: 256, stride: 1 },
];

const options = {
  widthMultiplier: choice({
    label: 'Width multiplier',
    help: 'α: the share of the published filters in every layer; cost and parameters go with its square.',
    default: '0.5',
    choices: [
      { value: '0.25', label: '0.25' },
      { value: '0.5', label: '0.5' },
      { value: '0.75', label: '0.75' },
      { value: '1', label: '1' },
    ],
  }),
};
type Options = Values<typeof options>;

const share = ({ widthMultiplier }: Options, filters: number) => filters * Number(widthMultiplier);

function blocksOf(chosen: Options) {
  return PUBLISHED.map(({ filters, stride }, block) => ({
    name: `block${block}`,
    inputs: share(chosen, block === 0 ? FIRST_WIDTH : PUBLISHED[block - 1]!.filters),
    outputs: share(chosen, filters),
    stride,
  }));
}

const lastWidth = (chosen: Options) => share(chosen, PUBLISHED.at(-1)!.filters);

function separable(
  pass: Pass,
  x: Tensor,
  { name, stride }: { name: string; stride: number },
): Tensor {
  const { ops, parameter, norms } = pass;
  const apart = ops.depthwiseConv2d(x, parameter(`${name}/depthwise/filter`), { stride });
  const inner = ops.relu(norms.normalise(`${name}/depthwise/norm`, apart));
  return ops.relu(normedConvolution(pass, `${name}/pointwise`, inner));
}

export const mobileNet = defineArchitecture({
  id: 'mobile-net',
  label: 'MobileNet-like',
  summary:
    'Each channel by its own filter, then the channels mixed: convolutions at an eighth of the cost.',
  reference: 'Howard et al. 2017, arXiv:1704.04861',
  options,
  reads: 'grid',
  usesEncoding: false,
  whyNoEncoding: 'It slides the same filters over every place and is told no coordinates.',
  firstLayer: 'first/filter',

  parameters(chosen, { channels, outputs }) {
    const first = share(chosen, FIRST_WIDTH);
    return [
      ...normedConvolutionParameters('first', SIDE, channels, first),
      ...blocksOf(chosen).flatMap(({ name, inputs, outputs: width }) => [
        weight(`${name}/depthwise/filter`, [SIDE, SIDE, inputs], TAPS),
        ...batchNormParameters(`${name}/depthwise/norm`, inputs),
        ...normedConvolutionParameters(`${name}/pointwise`, 1, inputs, width),
      ]),
      ...denseParameters('classes', lastWidth(chosen), outputs),
    ];
  },

  stages(chosen, { height, width, channels, outputs: classes }) {
    const first = share(chosen, FIRST_WIDTH);
    const cost = height * width * TAPS * channels * first;
    const stages: Stage[] = [
      { label: 'Image', shape: [height, width, channels], multiplyAdds: 0 },
      {
        label: 'Convolution',
        shape: [height, width, first],
        multiplyAdds: cost,
        kept: NORMED_KEEPS * height * width * first,
      },
    ];
    let [rows, columns] = [height, width];
    blocksOf(chosen).forEach(({ inputs, outputs, stride }, block) => {
      [rows, columns] = [Math.ceil(rows / stride), Math.ceil(columns / stride)];
      stages.push({
        label: `Block ${block + 1}`,
        shape: [rows, columns, outputs],
        multiplyAdds: rows * columns * inputs * (TAPS + outputs),
        kept: NORMED_KEEPS * rows * columns * (inputs + outputs),
      });
    });
    const last = lastWidth(chosen);
    stages.push({ label: 'Mean over places', shape: [last], multiplyAdds: 0 });
    stages.push({ label: 'Classes', shape: [classes], multiplyAdds: last * classes });
    return stages;
  },

  forward(ops, parameter, inputs, { options: chosen, training }) {
    const norms = batchNorms(ops, parameter, training);
    const pass = { ops, parameter, norms };
    let x = ops.relu(normedConvolution(pass, 'first', port(inputs, 'grid')));
    const activations: Record<string, Tensor> = { 'activation/First convolution': x };
    blocksOf(chosen).forEach((block, index) => {
      x = separable(pass, x, block);
      activations[`activation/Block ${index + 1}`] = x;
    });
    const pooled = ops.mean(x, [1, 2]); // [batch, 256 α]
    const logits = applyDense(ops, parameter, 'classes', pooled);
    return {
      outputs: { logits, ...activations, 'activation/Mean over the plane': pooled },
      state: norms.state,
    };
  },
});
