/**
 * Residual network for small images: each block adds a correction to what it was given, so that a
 * gradient finds its way back through twenty layers.
 *
 *   grid [batch, height, width, channels]
 *     -> 3 × 3 convolution, norm, relu  [batch, height, width, width]
 *     -> group 1, blocks                [batch, height, width, width]
 *     -> group 2, blocks                [batch, height / 2, width / 2, 2 · width]
 *     -> group 3, blocks                [batch, height / 4, width / 4, 4 · width]
 *     -> mean over all places           [batch, 4 · width]
 *     -> logits                         [batch, classes]
 *
 *   block: relu(shortcut(x) + norm(conv(relu(norm(conv(x))))))
 *
 * The first convolution of groups 2 and 3 moves by two pixels. The shortcut has no parameters
 * (option A): every second pixel, and zeros for the channels that x does not have. Odd sides are
 * halved upwards. The mean at the end forgets where things are; only the zeros around the image
 * tell. 6 · blocks + 2 layers: with three blocks it is ResNet-20.
 *
 * He et al. 2015, arXiv:1512.03385, section 4.2.
 */
import { integer, type Values } from '../core/options.ts';
import type { Tensor } from '../core/ops.ts';
import { defineArchitecture, port, type ModelSizes, type Stage } from './architecture.ts';
import { batchNorms } from './layers/batchNorm.ts';
import { applyDense, denseParameters } from './layers/dense.ts';
import {
  convolveWithoutBias,
  normedConvolution,
  normedConvolutionParameters,
  NORMED_KEEPS,
  type Pass,
} from './layers/normedConvolution.ts';

const GROUPS = 3;
const SIDE = 3;
const TAPS = SIDE * SIDE;

const options = {
  width: integer({
    label: 'Filters',
    help: 'In the first group; the second has twice, the third four times as many. ResNet-20 has 16.',
    default: 16,
    min: 1,
    max: 128,
  }),
  blocks: integer({
    label: 'Blocks in each group',
    help: 'Three make ResNet-20, five ResNet-32, nine ResNet-56.',
    default: 3,
    min: 1,
    max: 9,
  }),
};
type Options = Values<typeof options>;

interface Block {
  /** Its parameters are `<name>/…`. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly stride: 1 | 2;
}

/** The blocks of each group. */
function groupsOf({ width, blocks }: Options): Block[][] {
  return Array.from({ length: GROUPS }, (_, group) =>
    Array.from({ length: blocks }, (_unused, block) => {
      const outputs = width * 2 ** group;
      const opens = group > 0 && block === 0;
      return {
        name: `group${group}/block${block}`,
        inputs: opens ? outputs / 2 : outputs,
        outputs,
        stride: opens ? 2 : 1,
      };
    }),
  );
}

/** Every second pixel, with zeros for further channels: a convolution with a fixed 1 × 1 filter. */
function shortcut({ ops }: Pass, x: Tensor, { inputs, outputs, stride }: Block): Tensor {
  if (inputs === outputs) return x;
  const identity = new Float32Array(inputs * outputs);
  for (let channel = 0; channel < inputs; channel++) identity[channel * outputs + channel] = 1;
  const filter = ops.constant(identity, [1, 1, inputs, outputs]);
  return convolveWithoutBias(ops, x, filter, { stride });
}

function residual(pass: Pass, x: Tensor, block: Block): Tensor {
  const { ops } = pass;
  const inner = ops.relu(normedConvolution(pass, `${block.name}/first`, x, block.stride));
  const correction = normedConvolution(pass, `${block.name}/second`, inner);
  return ops.relu(ops.add(shortcut(pass, x, block), correction));
}

/** Sides of the images that each group answers with. */
const sidesOf = ({ height, width }: ModelSizes, group: number) => ({
  rows: Math.ceil(height / 2 ** group),
  columns: Math.ceil(width / 2 ** group),
});

export const resnet20 = defineArchitecture({
  id: 'resnet-20',
  label: 'ResNet-20',
  summary: 'Twenty layers of small filters, each block adding a correction to what it was given.',
  reference: 'He et al. 2015, arXiv:1512.03385',
  options,
  reads: 'grid',
  usesEncoding: false,
  widths: ['width'],
  whyNoEncoding:
    'A residual network slides the same filters over every place and is told no coordinates.',
  firstLayer: 'first/filter',

  parameters(chosen, { channels, outputs }) {
    const last = chosen.width * 2 ** (GROUPS - 1);
    return [
      ...normedConvolutionParameters('first', SIDE, channels, chosen.width),
      ...groupsOf(chosen)
        .flat()
        .flatMap(({ name, inputs, outputs: width }) => [
          ...normedConvolutionParameters(`${name}/first`, SIDE, inputs, width),
          ...normedConvolutionParameters(`${name}/second`, SIDE, width, width),
        ]),
      ...denseParameters('classes', last, outputs),
    ];
  },

  stages(chosen, sizes) {
    const { height, width, channels, outputs: classes } = sizes;
    const stages: Stage[] = [
      { label: 'Image', shape: [height, width, channels], multiplyAdds: 0 },
      {
        label: 'Convolution',
        shape: [height, width, chosen.width],
        kept: NORMED_KEEPS * height * width * chosen.width,
        multiplyAdds: height * width * TAPS * channels * chosen.width,
      },
    ];
    groupsOf(chosen).forEach((blocks, group) => {
      const { rows, columns } = sidesOf(sizes, group);
      const { outputs } = blocks[0]!;
      const products = blocks.reduce((sum, { inputs }) => sum + (inputs + outputs) * outputs, 0);
      stages.push({
        label: `Group ${group + 1}`,
        shape: [rows, columns, outputs],
        // Two convolutions, the shortcut and the sum.
        kept: blocks.length * (2 * NORMED_KEEPS + 2) * rows * columns * outputs,
        multiplyAdds: rows * columns * TAPS * products,
      });
    });
    const last = chosen.width * 2 ** (GROUPS - 1);
    stages.push({ label: 'Mean over places', shape: [last], multiplyAdds: 0 });
    stages.push({ label: 'Classes', shape: [classes], multiplyAdds: last * classes });
    return stages;
  },

  forward(ops, parameter, inputs, { options: chosen, training }) {
    const norms = batchNorms(ops, parameter, training);
    const pass = { ops, parameter, norms };
    let x = ops.relu(normedConvolution(pass, 'first', port(inputs, 'grid')));
    const activations: Record<string, Tensor> = { 'activation/First convolution': x };
    groupsOf(chosen).forEach((blocks, group) => {
      for (const block of blocks) x = residual(pass, x, block);
      activations[`activation/Group ${group + 1}`] = x;
    });
    const pooled = ops.mean(x, [1, 2]); // [batch, 4 · width]
    const logits = applyDense(ops, parameter, 'classes', pooled);
    return {
      outputs: { logits, ...activations, 'activation/Mean over the plane': pooled },
      state: norms.state,
    };
  },
});
