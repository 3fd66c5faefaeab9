/**
 * Coordinet: every pixel says what it sees and where it is, the sayings are pooled, a head decides.
 *
 *   values [rows, channels], features [places, features]
 *     -> split first layer       [rows, width]     relu(offset(place) + value · slope(place))
 *     -> dense layers            [rows, width]
 *     -> pooled over the pixels  [batch, width]
 *     -> layer norm              [batch, width]    when chosen
 *     -> dense layers            [batch, head width]
 *     -> logits                  [batch, classes]
 *
 * Conditioning says how a value meets its place: *concatenate* is a first layer on
 * [value, features], so the value's weight is the same everywhere; *multiply* lets the place
 * modulate that weight as well (ModFC; Anokhin et al. 2020, arXiv:2011.13775): slope = w + M·features.
 * The part that depends on places alone is computed once for the whole batch.
 *
 * Pixels meet only in the pooling, so any number of pixels at any places is a legal input.
 * Set models of this kind: Zaheer et al. 2017, arXiv:1703.06114; Qi et al. 2016, arXiv:1612.00593.
 */
import { choice, integer, type Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../core/ops.ts';
import { bias, linearWeight, weight, type ParameterSpec } from '../core/parameters.ts';
import { defineArchitecture, port, type ModelSizes, type Stage } from './architecture.ts';

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
  pooling: choice({
    label: 'Pooling',
    help: 'How the pixels of an image become one: a sum weighs all evidence, a maximum keeps the strongest.',
    default: 'max',
    choices: [
      { value: 'sum', label: 'Sum' },
      { value: 'mean', label: 'Mean' },
      { value: 'max', label: 'Maximum' },
    ],
  }),
  conditioning: choice({
    label: 'Conditioning',
    help: 'How a value meets its place: side by side, or the place modulates the weight of the value (ModFC).',
    default: 'multiply',
    choices: [
      { value: 'concatenate', label: 'Concatenate' },
      { value: 'multiply', label: 'Multiply' },
    ],
  }),
  normalisation: choice({
    label: 'Normalisation',
    help: 'Of the pooled pixels: a sum over many of them is large.',
    default: 'layer',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'layer', label: 'Layer norm' },
    ],
  }),
};
type Options = Values<typeof options>;

/** Does the place modulate the weight of the value? It needs features to do so. */
const modulates = ({ conditioning }: Options, { features }: ModelSizes) =>
  conditioning === 'multiply' && features > 0;

/** Inputs and outputs of each layer of the head, the logits last. */
function headLayers({ width, headWidth, headLayers: count }: Options, { outputs }: ModelSizes) {
  return Array.from({ length: count }, (_, layer) => ({
    inputs: layer === 0 ? width : headWidth,
    outputs: layer === count - 1 ? outputs : headWidth,
    last: layer === count - 1,
  }));
}

function firstLayerParameters(chosen: Options, sizes: ModelSizes): ParameterSpec[] {
  const { width } = chosen;
  const { features, channels } = sizes;
  const place = features > 0 ? [weight('first/place/weight', [features, width], features)] : [];
  const modulation = modulates(chosen, sizes)
    ? [linearWeight('first/modulation/weight', [features, channels * width], features)]
    : [];
  return [
    ...place,
    bias('first/bias', width),
    weight('first/value/weight', [channels, width], 2 * channels),
    ...modulation,
  ];
}

/** [places, width] from the features, or the bias alone where there are none. */
function placeOffset(
  ops: Ops,
  parameter: ParameterLookup,
  features: Tensor | undefined,
  places: number,
) {
  const shift = parameter('first/bias');
  if (features) return ops.dense(features, parameter('first/place/weight'), shift);
  const width = shift.shape[0]!;
  return ops.add(ops.constant(new Float32Array(places * width), [places, width]), shift);
}

/** Weight of a value: [channels, width] everywhere, or [places, channels, width]. */
function valueSlope(ops: Ops, parameter: ParameterLookup, features: Tensor | undefined) {
  const shared = parameter('first/value/weight');
  if (!features) return shared;
  const [channels = 0, width = 0] = shared.shape;
  const modulation = ops.matMul(features, parameter('first/modulation/weight'));
  return ops.add(ops.reshape(modulation, [features.shape[0]!, channels, width]), shared);
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

  parameters(chosen, sizes) {
    const { width, layers, normalisation } = chosen;
    const before = Array.from({ length: layers - 1 }, (_, layer) => [
      weight(`before/${layer + 1}/weight`, [width, width], width),
      bias(`before/${layer + 1}/bias`, width),
    ]);
    const norm = [bias('norm/gain', width, 1), bias('norm/bias', width)];
    const after = headLayers(chosen, sizes).map(({ inputs, outputs, last }, layer) => [
      (last ? linearWeight : weight)(`after/${layer}/weight`, [inputs, outputs], inputs),
      bias(`after/${layer}/bias`, outputs),
    ]);
    return [
      ...firstLayerParameters(chosen, sizes),
      ...before.flat(),
      ...(normalisation === 'layer' ? norm : []),
      ...after.flat(),
    ];
  },

  stages(chosen, sizes) {
    const { width, layers, pooling } = chosen;
    const { height, width: columns, channels, features } = sizes;
    const pixels = height * columns;
    const perPlace = modulates(chosen, sizes) ? 1 + channels : 1;
    const labels = { sum: 'Sum', mean: 'Mean', max: 'Maximum' };
    const stages: Stage[] = [
      { label: 'Value and place', shape: [pixels, channels + features], multiplyAdds: 0 },
      {
        label: 'Layer 1, split',
        shape: [pixels, width],
        multiplyAdds: pixels * channels * width,
        sharedMultiplyAdds: pixels * features * width * perPlace,
      },
    ];
    for (let layer = 2; layer <= layers; layer++) {
      stages.push({
        label: `Layer ${layer}`,
        shape: [pixels, width],
        multiplyAdds: pixels * width * width,
      });
    }
    stages.push({ label: `${labels[pooling]} over pixels`, shape: [width], multiplyAdds: 0 });
    for (const { inputs, outputs, last } of headLayers(chosen, sizes)) {
      const label = last ? 'Classes' : 'Head';
      stages.push({ label, shape: [outputs], multiplyAdds: inputs * outputs });
    }
    return stages;
  },

  forward(ops, parameter, inputs, { options: chosen, sizes, layout }) {
    const features = inputs.features;
    const offset = placeOffset(ops, parameter, features, layout.places); // [places, width]
    const slope = valueSlope(ops, parameter, modulates(chosen, sizes) ? features : undefined);
    let x = ops.pixelDense(port(inputs, 'values'), offset, slope, layout, 'relu'); // [rows, width]
    for (let layer = 1; layer < chosen.layers; layer++) {
      const name = `before/${layer}`;
      x = ops.dense(x, parameter(`${name}/weight`), parameter(`${name}/bias`), 'relu');
    }

    const kind = chosen.pooling === 'max' ? 'max' : 'sum';
    let pooled = ops.poolPixels(x, layout, kind); // [batch, width]
    // A sum of thousands of latents is scaled once, by the size trained for, so that it can still
    // tell more pixels from fewer; a mean divides by the number that it sees.
    if (chosen.pooling === 'sum')
      pooled = ops.affine(pooled, 1 / Math.sqrt(sizes.height * sizes.width));
    if (chosen.pooling === 'mean') pooled = ops.affine(pooled, 1 / layout.places);
    if (chosen.normalisation === 'layer') {
      pooled = ops.layerNorm(pooled, parameter('norm/gain'), parameter('norm/bias'));
    }

    let answer = pooled;
    headLayers(chosen, sizes).forEach(({ last }, layer) => {
      const name = `after/${layer}`;
      const activation = last ? 'linear' : 'relu';
      answer = ops.dense(
        answer,
        parameter(`${name}/weight`),
        parameter(`${name}/bias`),
        activation,
      );
    });
    return { outputs: { logits: answer } };
  },
});
