/**
 * Plain CNN: convolutions one after the other, each wider than the last, nothing pooled, and one dense
 * layer that answers.
 *
 *   grid [batch, height, width, channels]
 *     -> convolution, relu  [batch, height, width, filters]   smaller by kernel − 1 when unpadded
 *     … each layer has half of the first one's filters more …
 *     -> flattened, dense   [batch, classes]
 *
 * The convolutional baseline of the Coordinet2 report: 6 layers of growing width, kernels of 5 × 5, no
 * pooling, one fully connected output. The report does not say how wide, nor what lies beyond the edge:
 * here 8, 12, … 28 filters, and zeros. Of images of 32 × 32 in colour that is 331,438 parameters, nine
 * tenths of them in the last layer, and 46 million multiply-adds.
 *
 * What to expect: less than a CNN that pools, at a higher price: it keeps every place apart up to the
 * end, and so learns few images by heart.
 *
 * Gillen 2022, CoordiNet (final report); LeCun et al. 1998.
 */
import { integer, type Values } from '../core/options.ts';
import type { Tensor } from '../core/ops.ts';
import { bias, weight } from '../core/parameters.ts';
import { defineArchitecture, port, type ModelSizes } from './architecture.ts';
import { convolutionOptions } from './layers/convolutionBlocks.ts';
import { applyDense, denseParameters } from './layers/dense.ts';

const { kernelSize, padding } = convolutionOptions;
const options = {
  filters: integer({
    label: 'Filters',
    help: 'Of the first layer; each further layer has half as many more.',
    default: 8,
    min: 2,
    max: 128,
  }),
  layers: integer({ label: 'Layers', default: 6, min: 1, max: 8 }),
  kernelSize: { ...kernelSize, default: '5' as typeof kernelSize.default },
  padding,
};
type Options = Values<typeof options>;

/** Sizes of each layer; sides of 0 or less where the image is too small. */
function layersOf(
  { filters, layers, kernelSize: side, padding: beyond }: Options,
  sizes: ModelSizes,
) {
  const lost = beyond === 'valid' ? Number(side) - 1 : 0;
  const widthOf = (layer: number) => Math.round(filters * (1 + layer / 2));
  return Array.from({ length: layers }, (_, layer) => ({
    name: `layer${layer}`,
    height: sizes.height - (layer + 1) * lost,
    width: sizes.width - (layer + 1) * lost,
    inputs: layer === 0 ? sizes.channels : widthOf(layer - 1),
    outputs: widthOf(layer),
  }));
}

/** Length of the flattened last layer. */
function flatLength(chosen: Options, sizes: ModelSizes): number {
  const { height, width, outputs } = layersOf(chosen, sizes).at(-1)!;
  return height * width * outputs;
}

export const plainCnn = defineArchitecture({
  id: 'plain-cnn',
  label: 'Plain CNN',
  summary: 'Convolutions one after the other, each wider than the last; nothing is pooled.',
  reference: 'Gillen 2022, CoordiNet; LeCun et al. 1998, Proceedings of the IEEE 86',
  options,
  reads: 'grid',
  usesEncoding: false,
  widths: ['filters'],
  whyNoEncoding: 'It reads the image as a grid, which says where each pixel lies.',
  firstLayer: 'layer0/filter',

  fault(chosen, sizes) {
    const { height, width } = sizes;
    const last = layersOf(chosen, sizes).at(-1)!;
    const side = Math.min(height, width);
    if (chosen.padding === 'circular' && side < Number(chosen.kernelSize)) {
      return `a kernel of ${chosen.kernelSize} × ${chosen.kernelSize} does not fit around ${width} × ${height} pixels; choose another padding`;
    }
    if (Math.min(last.height, last.width) >= 1) return undefined;
    const layers = chosen.layers === 1 ? 'a layer' : `${chosen.layers} layers`;
    return `${layers} without padding leave nothing of ${width} × ${height} pixels; choose fewer layers, a smaller kernel or another padding`;
  },

  parameters(chosen, sizes) {
    const side = Number(chosen.kernelSize);
    return [
      ...layersOf(chosen, sizes).flatMap(({ name, inputs, outputs }) => [
        weight(`${name}/filter`, [side, side, inputs, outputs], side * side * inputs),
        bias(`${name}/bias`, outputs),
      ]),
      ...denseParameters('classes', flatLength(chosen, sizes), sizes.outputs),
    ];
  },

  stages(chosen, sizes) {
    const { height: rows, width: columns, channels, outputs: classes } = sizes;
    const taps = Number(chosen.kernelSize) ** 2;
    return [
      { label: 'Image', shape: [rows, columns, channels], multiplyAdds: 0 },
      ...layersOf(chosen, sizes).map(({ height, width, inputs, outputs }, layer) => ({
        label: `Layer ${layer + 1}`,
        shape: [height, width, outputs],
        multiplyAdds: height * width * taps * inputs * outputs,
      })),
      {
        label: 'Classes',
        shape: [classes],
        multiplyAdds: flatLength(chosen, sizes) * classes,
      },
    ];
  },

  forward(ops, parameter, inputs, { options: chosen, sizes }) {
    const shown: Record<string, Tensor> = {};
    let x = port(inputs, 'grid');
    layersOf(chosen, sizes).forEach(({ name }, layer) => {
      x = ops.conv2d(x, parameter(`${name}/filter`), parameter(`${name}/bias`), {
        padding: chosen.padding,
        activation: 'relu',
      });
      shown[`activation/Layer ${layer + 1}`] = x;
    });
    const flat = ops.reshape(x, [x.shape[0]!, flatLength(chosen, sizes)]);
    return { outputs: { ...shown, logits: applyDense(ops, parameter, 'classes', flat) } };
  },
});
