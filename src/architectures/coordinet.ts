/**
 * Coordinet: every pixel says what it sees and where it is, the sayings are pooled, a head decides.
 *
 *   values [rows, channels], features [places, features]
 *     -> split first layer       [rows, width]     how a value meets its place: layers/conditioning.ts
 *     -> dense layers            [rows, width]     perhaps modulated: layers/modulation.ts
 *     -> black pixels silenced   [rows, width]     when chosen: they then say 0
 *     -> pooled over the pixels  [batch, width]    layers/pixelPooling.ts
 *     -> layer norm              [batch, width]    when chosen
 *     -> dense layers            [batch, head width]  dropout between them, when chosen
 *     -> logits                  [batch, classes]
 *
 * The part that depends on places alone is computed once for the whole batch.
 *
 * Pixels meet only in the pooling, and in the style of their image where that modulates them, so any
 * number of pixels at any places is a legal input.
 * Set models of this kind: Zaheer et al. 2017, arXiv:1703.06114; Qi et al. 2016, arXiv:1612.00593.
 */
import { choice, integer, type Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Ports, Tensor } from '../core/ops.ts';
import {
  defineArchitecture,
  port,
  type ModelSizes,
  type PixelSet,
  type Stage,
} from './architecture.ts';
import { conditioningOption, firstLayer } from './layers/conditioning.ts';
import { dropoutOption } from './layers/dropout.ts';
import { imageStyle } from './layers/imageStyle.ts';
import { modulatedLayer, modulationOptions, type Style } from './layers/modulation.ts';
import { pixelPooling, poolingOptions } from './layers/pixelPooling.ts';
import { normalisationOption, pooledHead } from './layers/pooledHead.ts';

const options = {
  width: integer({ label: 'Width before pooling', default: 128, min: 4, max: 1024 }),
  layers: integer({
    label: 'Layers before pooling',
    help: 'What each pixel works out alone.',
    default: 2,
    min: 1,
    max: 6,
  }),
  headWidth: integer({ label: 'Width after pooling', default: 128, min: 4, max: 1024 }),
  headLayers: integer({
    label: 'Layers after pooling',
    help: 'The last of them gives the classes.',
    default: 2,
    min: 1,
    max: 6,
  }),
  ...poolingOptions,
  conditioning: conditioningOption,
  ...modulationOptions,
  styleWidth: integer({
    label: 'Width of the style',
    help: 'Of the set network that looks at the whole image.',
    default: 64,
    min: 4,
    max: 512,
    when: { modulatedBy: ['image'] },
  }),
  normalisation: normalisationOption,
  dropout: { ...dropoutOption, label: 'Dropout after pooling' },
  blackPixels: choice({
    label: 'Black pixels',
    help: 'Heard, and that a place is empty is evidence, too. Silent, and only what is drawn counts: steadier where pixels are fewer or missing.',
    default: 'heard',
    choices: [
      { value: 'heard', label: 'Heard' },
      { value: 'silent', label: 'Silent' },
    ],
  }),
};
type Options = Values<typeof options>;

/** Do the layers of a pixel depend on its whole image? The first one never does. */
const seesImage = ({ modulation, modulatedBy, layers }: Options) =>
  modulation !== 'none' && modulatedBy === 'image' && layers > 1;

/** The parts that the options ask for, in the order of the data. */
function partsOf(chosen: Options, { height, width: columns, ...sizes }: ModelSizes) {
  const { width, layers, modulation, rank, styleWidth } = chosen;
  const { channels, features, outputs } = sizes;
  const pixels = height * columns;
  const style = seesImage(chosen)
    ? imageStyle({ channels, features, width: styleWidth })
    : undefined;
  const layerSizes = { width, rank, style: style ? styleWidth : features };
  const hidden = Array.from({ length: chosen.headLayers - 1 }, () => chosen.headWidth);
  const { normalisation, dropout } = chosen;
  const pooling = pixelPooling(chosen, width, pixels);
  return {
    first: firstLayer('first', chosen.conditioning, { channels, features, width }),
    style,
    rest: Array.from({ length: layers - 1 }, (_, layer) =>
      modulatedLayer(`before/${layer + 1}`, modulation, layerSizes),
    ),
    head: pooledHead(pooling, { normalisation, dropout, widths: [...hidden, outputs] }, pixels),
  };
}

/** What the layers of each pixel are modulated by; undefined where a place has no features. */
function styleOf(
  ops: Ops,
  parameter: ParameterLookup,
  { style }: ReturnType<typeof partsOf>,
  inputs: { values: Tensor; features: Tensor | undefined },
  pixels: PixelSet,
): Style | undefined {
  if (style) return style.styleOf(ops, parameter, inputs, pixels);
  if (!inputs.features) return undefined;
  return { features: inputs.features, spread: (x) => ops.spreadPlaces(x, pixels.layout) };
}

/** What each pixel says, layer by layer: [rows, width] each. Black ones may have to be silent: 0. */
function layersOf(
  ops: Ops,
  parameter: ParameterLookup,
  inputs: Ports,
  { options: chosen, sizes, ...pixels }: PixelSet & { options: Options; sizes: ModelSizes },
): Tensor[] {
  const parts = partsOf(chosen, sizes);
  const read = { values: port(inputs, 'values'), features: inputs.features };
  const style = styleOf(ops, parameter, parts, read, pixels);
  const layers = [parts.first.latents(ops, parameter, read, pixels.layout)];
  for (const layer of parts.rest) layers.push(layer.apply(ops, parameter, layers.at(-1)!, style));
  if (chosen.blackPixels === 'silent') {
    layers.push(ops.mul(layers.pop()!, lit(ops, read.values, pixels.layout.rows)));
  }
  return layers;
}

/** [rows, channels] → [rows, 1]: 1 where any channel is not black, else 0. */
function lit(ops: Ops, values: Tensor, rows: number): Tensor {
  return ops.step(ops.reshape(ops.mean(values, [1]), [rows, 1]));
}

export const coordinet = defineArchitecture({
  id: 'coordinet',
  label: 'Coordinet',
  summary:
    'Each pixel enters as its value and its encoded place, passes a small network alone, and all are pooled before a head decides.',
  reference: 'Gillen 2022, CoordiNet; Zaheer et al. 2017, arXiv:1703.06114',
  options,
  reads: 'pixels',
  usesEncoding: true,
  widths: ['width', 'styleWidth', 'headWidth'],
  sharesBlackPixels: (chosen) => !seesImage(chosen),

  parameters(chosen, sizes) {
    const { first, style, rest, head } = partsOf(chosen, sizes);
    return [
      ...first.parameters,
      ...(style?.parameters ?? []),
      ...rest.flatMap((layer) => layer.parameters),
      ...head.parameters,
    ];
  },

  stages(chosen, sizes) {
    const { height, width: columns, channels, features } = sizes;
    const { width } = chosen;
    const { first, style, rest, head } = partsOf(chosen, sizes);
    const pixels = height * columns;
    const stages: Stage[] = [
      {
        label: features > 0 ? 'Value and place' : 'Value',
        shape: [pixels, channels + features],
        multiplyAdds: 0,
      },
    ];
    if (style) {
      stages.push({
        label: 'Style of the image',
        shape: [chosen.styleWidth],
        multiplyAdds: pixels * style.cost.pixel + style.cost.image,
        sharedMultiplyAdds: pixels * style.cost.place,
      });
    }
    stages.push({
      label: 'Layer 1, split',
      shape: [pixels, width],
      multiplyAdds: pixels * channels * width,
      sharedMultiplyAdds: pixels * first.sharedMultiplyAdds,
    });
    rest.forEach((layer, i) => {
      stages.push({
        label: `Layer ${i + 2}`,
        shape: [pixels, width],
        multiplyAdds: pixels * layer.multiplyAdds + (style ? layer.styleMultiplyAdds : 0),
        sharedMultiplyAdds: style ? 0 : pixels * layer.styleMultiplyAdds,
      });
    });
    return [...stages, ...head.stages];
  },

  halves: (chosen) =>
    seesImage(chosen)
      ? undefined
      : {
          encode: (...whole) => layersOf(...whole).at(-1)!,
          decide: (ops, parameter, latents, context) =>
            partsOf(context.options, context.sizes).head.outputs(ops, parameter, latents, context)
              .logits!,
        },

  forward(ops, parameter, inputs, context) {
    const layers = layersOf(ops, parameter, inputs, context);
    const { head } = partsOf(context.options, context.sizes);
    const shown = layers.length > 1 ? { 'activation/First layer': layers[0]! } : {};
    const answered = head.outputs(ops, parameter, layers.at(-1)!, context);
    return { outputs: { ...shown, ...answered } };
  },
});
