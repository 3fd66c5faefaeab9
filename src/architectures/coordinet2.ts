/**
 * Coordinet2: each pixel passes a network that its whole image modulates; what they say is summed.
 *
 *   grid [batch, height, width, channels], features [places, features]
 *     -> the image, flattened        [batch, height * width * channels]
 *     -> modulating network          [batch, style width]      dense layers, ReLU behind each
 *     -> a scale m for each layer    [batch, width]            affine; 1 at first, nearly
 *   values [batch * places, channels] and features
 *     -> layers before pooling       [batch * places, width]   relu(layer norm((x W) ⊙ m))
 *     -> summed over the pixels      [batch, width]
 *     -> layer norm                  [batch, width]            when chosen
 *     -> dense layers                [batch, head width]       dropout between them, when chosen
 *     -> logits                      [batch, classes]
 *
 * The last of the models in Gillen's report on CoordiNet: its pixel encoder is a ModFC network whose
 * outputs, not its weights, are modulated, and then normalised. The report gives no widths. The sum is
 * the lab's, Σ / √pixels, and the encoding of places is whichever is chosen.
 *
 * It reads a grid and not pixels at any places: the modulating network has a weight for each pixel of
 * the image, as an MLP has. Under a sensor, or told where pixels look, it is therefore shown the image
 * on its grid, as all models of grids are. Coordinet with _Modulation: outputs_, _by image_ has a set
 * network there instead, and takes pixels from anywhere.
 *
 * Cost: no row is shared by black pixels, and a layer keeps nine arrays of [batch * places, width]; at
 * equal widths a step takes several times as long as Coordinet's.
 * What to expect: what an MLP knows of an image steers what each pixel says. In the report slightly
 * above the fully connected network on CIFAR-10, clearly below the CNN.
 *
 * Gillen 2022, CoordiNet (final report); ModFC: Anokhin et al. 2020, arXiv:2011.13775.
 */
import { integer, type Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Ports, Tensor } from '../core/ops.ts';
import { weight } from '../core/parameters.ts';
import { denseLayout } from '../core/pixels.ts';
import { defineArchitecture, port, type ModelSizes, type Stage } from './architecture.ts';
import { applyDense, denseParameters } from './layers/dense.ts';
import { dropoutOption } from './layers/dropout.ts';
import { modulatedFirstLayer, modulatedLayer, type Style } from './layers/modulation.ts';
import { pixelPooling } from './layers/pixelPooling.ts';
import { normalisationOption, pooledHead } from './layers/pooledHead.ts';

const options = {
  width: integer({ label: 'Width before pooling', default: 64, min: 4, max: 512 }),
  layers: integer({
    label: 'Layers before pooling',
    help: 'Each is modulated by the whole image.',
    default: 2,
    min: 1,
    max: 6,
  }),
  styleWidth: integer({
    label: 'Width of the modulating network',
    help: 'It is fully connected and sees the flattened image.',
    default: 128,
    min: 4,
    max: 1024,
  }),
  styleLayers: integer({ label: 'Layers of the modulating network', default: 2, min: 1, max: 6 }),
  headWidth: integer({ label: 'Width after pooling', default: 128, min: 4, max: 1024 }),
  headLayers: integer({
    label: 'Layers after pooling',
    help: 'The last of them gives the classes.',
    default: 2,
    min: 1,
    max: 6,
  }),
  normalisation: normalisationOption,
  dropout: { ...dropoutOption, label: 'Dropout after pooling' },
};
type Options = Values<typeof options>;

const flatLength = ({ height, width, channels }: ModelSizes) => height * width * channels;

/** Numbers that a modulated layer keeps for each that it makes. */
const LAYER_KEEPS = 9;

/** The parts that the options ask for, in the order of the data. */
function partsOf(chosen: Options, sizes: ModelSizes) {
  const { width, layers, styleWidth, normalisation, dropout } = chosen;
  const pixels = sizes.height * sizes.width;
  const hidden = Array.from({ length: chosen.headLayers - 1 }, () => chosen.headWidth);
  const pooling = pixelPooling({ pooling: 'sum', sharpness: 1, heads: 1 }, width, pixels);
  const { channels, features } = sizes;
  return {
    style: Array.from({ length: chosen.styleLayers }, (_, layer) => ({
      name: `style/${layer}`,
      inputs: layer === 0 ? flatLength(sizes) : styleWidth,
    })),
    first: modulatedFirstLayer('before/0', { channels, features, width, style: styleWidth }),
    rest: Array.from({ length: layers - 1 }, (_, layer) =>
      modulatedLayer(`before/${layer + 1}`, 'outputs', { width, style: styleWidth, rank: 1 }),
    ),
    head: pooledHead(
      pooling,
      { normalisation, dropout, widths: [...hidden, sizes.outputs] },
      pixels,
    ),
  };
}

/** What each pixel says: [batch * places, width] */
function encode(
  ops: Ops,
  parameter: ParameterLookup,
  inputs: Ports,
  parts: ReturnType<typeof partsOf>,
  sizes: ModelSizes,
): { latents: Tensor; style: Tensor; layout: ReturnType<typeof denseLayout> } {
  const grid = port(inputs, 'grid');
  const images = grid.shape[0]!;
  const layout = denseLayout(images, sizes.height * sizes.width);
  const flat = ops.reshape(grid, [images, flatLength(sizes)]);
  const seen = parts.style.reduce(
    (x, { name }) => applyDense(ops, parameter, name, x, 'relu'),
    flat,
  );
  const style: Style = { features: seen, spread: (x) => ops.spreadImages(x, layout) };
  const values = ops.reshape(grid, [layout.rows, sizes.channels]);
  const read = { values, features: inputs.features };
  const first = parts.first.apply(ops, parameter, read, { style, layout });
  const latents = parts.rest.reduce((x, layer) => layer.apply(ops, parameter, x, style), first);
  return { latents, style: seen, layout };
}

function stagesOf(chosen: Options, sizes: ModelSizes): Stage[] {
  const { height, width: columns, channels, features } = sizes;
  const { width, styleWidth } = chosen;
  const { style, first, rest, head } = partsOf(chosen, sizes);
  const pixels = height * columns;
  const kept = LAYER_KEEPS * pixels * width;
  const place = features > 0 ? 'Value and place' : 'Value';
  return [
    { label: place, shape: [pixels, channels + features], multiplyAdds: 0 },
    {
      label: 'What modulates',
      shape: [styleWidth],
      multiplyAdds: style.reduce((sum, { inputs }) => sum + inputs * styleWidth, 0),
      kept: style.length * styleWidth,
    },
    {
      label: 'Layer 1',
      shape: [pixels, width],
      multiplyAdds: pixels * channels * width + first.styleMultiplyAdds,
      sharedMultiplyAdds: pixels * features * width,
      kept,
    },
    ...rest.map((layer, i) => ({
      label: `Layer ${i + 2}`,
      shape: [pixels, width],
      multiplyAdds: pixels * layer.multiplyAdds + layer.styleMultiplyAdds,
      kept,
    })),
    ...head.stages,
  ];
}

export const coordinet2 = defineArchitecture({
  id: 'coordinet-2',
  label: 'Coordinet2',
  summary:
    'Coordinet whose pixels pass a network that a fully connected one modulates, which sees the whole image.',
  reference: 'Gillen 2022, CoordiNet (final report)',
  options,
  reads: 'grid',
  usesEncoding: true,
  widths: ['width', 'styleWidth', 'headWidth'],
  firstLayer: 'style/0/weight',

  parameters(chosen, sizes) {
    const { style, first, rest, head } = partsOf(chosen, sizes);
    return [
      ...style.flatMap(({ name, inputs }) =>
        denseParameters(name, inputs, chosen.styleWidth, weight),
      ),
      ...first.parameters,
      ...rest.flatMap((layer) => layer.parameters),
      ...head.parameters,
    ];
  },
  stages: stagesOf,

  forward(ops, parameter, inputs, { options: chosen, sizes, training, random }) {
    const parts = partsOf(chosen, sizes);
    const { latents, style, layout } = encode(ops, parameter, inputs, parts, sizes);
    const context = { layout, training, random };
    const answered = parts.head.outputs(ops, parameter, latents, context);
    const shape = [layout.images, sizes.height, sizes.width, chosen.width];
    return {
      outputs: {
        ...answered,
        'activation/What modulates': style,
        'activation/Pixels before pooling': ops.reshape(latents, shape),
      },
    };
  },
});
