/**
 * Convolutional network: the same small filters everywhere, pooled in halves, then a dense head.
 *
 *   grid [batch, height, width, channels]
 *     -> convolution, relu        [batch, height, width, filters]
 *     -> maximum over 2 × 2       [batch, height / 2, width / 2, filters]
 *     … each block doubles the filters and halves the sides …
 *     -> flattened, dense, relu   [batch, head width]
 *     -> logits                   [batch, classes]
 *
 * It knows that neighbours belong together and that a stroke is a stroke wherever it is; where it
 * is enters only through the flattening at the end.
 *
 * LeCun et al. 1998, "Gradient-based learning applied to document recognition".
 */
import { choice, integer, type Values } from '../core/options.ts';
import { bias, linearWeight, weight } from '../core/parameters.ts';
import { defineArchitecture, port, type ModelSizes, type Stage } from './architecture.ts';

const options = {
  filters: integer({
    label: 'Filters',
    help: 'In the first block; each further block has twice as many.',
    default: 16,
    min: 1,
    max: 128,
  }),
  blocks: integer({ label: 'Blocks', default: 2, min: 1, max: 4 }),
  kernelSize: choice({
    label: 'Kernel size',
    default: '3',
    choices: [
      { value: '3', label: '3 × 3' },
      { value: '5', label: '5 × 5' },
    ],
  }),
  headWidth: integer({ label: 'Width of the head', default: 128, min: 4, max: 1024 }),
};
type Options = Values<typeof options>;

/** Sizes of each block: what goes in, what comes out after pooling. */
function blocksOf({ filters, blocks }: Options, sizes: ModelSizes) {
  return Array.from({ length: blocks }, (_, block) => ({
    height: Math.floor(sizes.height / 2 ** block),
    width: Math.floor(sizes.width / 2 ** block),
    inputs: block === 0 ? sizes.channels : filters * 2 ** (block - 1),
    outputs: filters * 2 ** block,
  }));
}

/** Length of the flattened last block. */
function flatLength({ filters, blocks }: Options, sizes: ModelSizes): number {
  const halve = (length: number) => Math.floor(length / 2 ** blocks);
  return halve(sizes.height) * halve(sizes.width) * filters * 2 ** (blocks - 1);
}

export const cnn = defineArchitecture({
  id: 'cnn',
  label: 'CNN',
  summary: 'The same small filters at every place, pooled in halves, then a dense head.',
  reference: 'LeCun et al. 1998, Proceedings of the IEEE 86',
  options,
  reads: 'grid',
  usesEncoding: false,

  fault: ({ blocks }, { height, width }) =>
    Math.min(height, width) < 2 ** blocks
      ? `${blocks} blocks halve a side ${blocks} times, but the image is only ${Math.min(height, width)} pixels; choose fewer blocks`
      : undefined,

  parameters(chosen, sizes) {
    const side = Number(chosen.kernelSize);
    const flat = flatLength(chosen, sizes);
    return [
      ...blocksOf(chosen, sizes).flatMap(({ inputs, outputs }, block) => [
        weight(`block${block}/filter`, [side, side, inputs, outputs], side * side * inputs),
        bias(`block${block}/bias`, outputs),
      ]),
      weight('head/weight', [flat, chosen.headWidth], flat),
      bias('head/bias', chosen.headWidth),
      linearWeight('classes/weight', [chosen.headWidth, sizes.outputs], chosen.headWidth),
      bias('classes/bias', sizes.outputs),
    ];
  },

  stages(chosen, sizes) {
    const taps = Number(chosen.kernelSize) ** 2;
    const { height, width, channels, outputs: classes } = sizes;
    const flat = flatLength(chosen, sizes);
    const stages: Stage[] = [{ label: 'Image', shape: [height, width, channels], multiplyAdds: 0 }];
    blocksOf(chosen, sizes).forEach(({ height: rows, width: columns, inputs, outputs }, block) => {
      const cost = rows * columns * taps * inputs * outputs;
      stages.push({
        label: `Block ${block + 1}`,
        shape: [Math.floor(rows / 2), Math.floor(columns / 2), outputs],
        multiplyAdds: cost,
      });
    });
    stages.push({
      label: 'Head',
      shape: [chosen.headWidth],
      multiplyAdds: flat * chosen.headWidth,
    });
    const cost = chosen.headWidth * classes;
    stages.push({ label: 'Classes', shape: [classes], multiplyAdds: cost });
    return stages;
  },

  forward(ops, parameter, inputs, { options: chosen, sizes }) {
    let x = port(inputs, 'grid');
    for (let block = 0; block < chosen.blocks; block++) {
      const filter = parameter(`block${block}/filter`);
      x = ops.conv2d(x, filter, parameter(`block${block}/bias`), { activation: 'relu' });
      x = ops.maxPool2d(x, 2);
    }
    const flat = ops.reshape(x, [x.shape[0]!, flatLength(chosen, sizes)]);
    const head = ops.dense(flat, parameter('head/weight'), parameter('head/bias'), 'relu');
    return {
      outputs: { logits: ops.dense(head, parameter('classes/weight'), parameter('classes/bias')) },
    };
  },
});
