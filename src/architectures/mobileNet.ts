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
import type { Ops, ParameterLookup, Tensor } from '../core/ops.ts';
import { bias, linearWeight, weight } from '../core/parameters.ts';
import { defineArchitecture, port, type Stage } from './architecture.ts';
import { batchNormParameters, batchNorms, type BatchNorms } from './layers/batchNorm.ts';

const TAPS = 3 * 3;
/** Arrays of its size that a convolution leaves behind: itself, three of its norm, and a ReLU. */
const KEPT = 5;
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

/** A convolution without a bias, for the norm behind it has one. */
function convolve(ops: Ops, filter: Tensor, x: Tensor): Tensor {
  const width = filter.shape[3]!;
  return ops.conv2d(x, filter, ops.constant(new Float32Array(width), [width]));
}

function separable(
  { ops, parameter, norms }: { ops: Ops; parameter: ParameterLookup; norms: BatchNorms },
  x: Tensor,
  { name, stride }: { name: string; stride: number },
): Tensor {
  const apart = ops.depthwiseConv2d(x, parameter(`${name}/depthwise/filter`), { stride });
  const inner = ops.relu(norms.normalise(`${name}/depthwise/norm`, apart));
  const mixed = convolve(ops, parameter(`${name}/pointwise/filter`), inner);
  return ops.relu(norms.normalise(`${name}/pointwise/norm`, mixed));
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
      weight('first/filter', [3, 3, channels, first], TAPS * channels),
      ...batchNormParameters('first/norm', first),
      ...blocksOf(chosen).flatMap(({ name, inputs, outputs: width }) => [
        weight(`${name}/depthwise/filter`, [3, 3, inputs], TAPS),
        ...batchNormParameters(`${name}/depthwise/norm`, inputs),
        weight(`${name}/pointwise/filter`, [1, 1, inputs, width], inputs),
        ...batchNormParameters(`${name}/pointwise/norm`, width),
      ]),
      linearWeight('classes/weight', [lastWidth(chosen), outputs], lastWidth(chosen)),
      bias('classes/bias', outputs),
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
        kept: KEPT * height * width * first,
      },
    ];
    let [rows, columns] = [height, width];
    blocksOf(chosen).forEach(({ inputs, outputs, stride }, block) => {
      [rows, columns] = [Math.ceil(rows / stride), Math.ceil(columns / stride)];
      stages.push({
        label: `Block ${block + 1}`,
        shape: [rows, columns, outputs],
        multiplyAdds: rows * columns * inputs * (TAPS + outputs),
        kept: KEPT * rows * columns * (inputs + outputs),
      });
    });
    const last = lastWidth(chosen);
    stages.push({ label: 'Mean over places', shape: [last], multiplyAdds: 0 });
    stages.push({ label: 'Classes', shape: [classes], multiplyAdds: last * classes });
    return stages;
  },

  forward(ops, parameter, inputs, { options: chosen, training }) {
    const norms = batchNorms(ops, parameter, training);
    const first = convolve(ops, parameter('first/filter'), port(inputs, 'grid'));
    let x = ops.relu(norms.normalise('first/norm', first));
    const activations: Record<string, Tensor> = { 'activation/convolution': x };
    blocksOf(chosen).forEach((block, index) => {
      x = separable({ ops, parameter, norms }, x, block);
      activations[`activation/block ${index + 1}`] = x;
    });
    const pooled = ops.mean(x, [1, 2]); // [batch, 256 α]
    const logits = ops.dense(pooled, parameter('classes/weight'), parameter('classes/bias'));
    return { outputs: { logits, ...activations, 'activation/mean': pooled }, state: norms.state };
  },
});
