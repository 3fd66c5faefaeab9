/**
 * LeNet-5, the network that read cheques. At 28 × 28 pixels, which are padded to 32, or at 32 × 32:
 *
 *   grid [batch, 28, 28, 1]
 *     -> C1  convolution 5 × 5      [batch, 28, 28, 6]
 *     -> S2  average over 2 × 2     [batch, 14, 14, 6]   times a coefficient, plus a bias, for each map
 *     -> C3  convolution 5 × 5      [batch, 10, 10, 16]  each map sees 3, 4 or all 6 maps of S2
 *     -> S4  as S2                  [batch, 5, 5, 16]
 *     -> C5  dense                  [batch, 120]         a convolution that covers all of S4
 *     -> F6  dense                  [batch, 84]
 *     -> logits                     [batch, classes]
 *
 * As published every layer up to F6 is squashed by 1.7159 tanh(2x / 3), and those layers have 60,000
 * trained parameters: 156, 12, 1,516, 32, 48,120 and 10,164. Not as published: the answer comes from a
 * dense layer with softmax instead of distances to drawn bitmaps of the characters (RBF); black is 0
 * and not −0.1; first weights keep the variance. The modern form averages or takes the maximum without
 * parameters of its own, connects every map of C3 with all of S2 and squashes after convolutions and
 * dense layers alone: 61,706 parameters with the answer.
 *
 * LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition".
 */
import { choice, type Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../core/ops.ts';
import { bias, linearWeight, weight, type ParameterSpec } from '../core/parameters.ts';
import { defineArchitecture, port, type ModelSizes } from './architecture.ts';
import { applyDense, denseParameters } from './layers/dense.ts';

const SIDE = 5;
const TAPS = SIDE * SIDE;
const MAPS = { c1: 6, c3: 16, c5: 120, f6: 84 } as const;
/** Images of this size or more need no padding. */
const PUBLISHED_SIZE = 32;

/** Maps of S2 that each map of C3 sees: Table I. */
const CONNECTIONS = [
  ...[
    [0, 1, 2],
    [1, 2, 3],
    [2, 3, 4],
    [3, 4, 5],
    [0, 4, 5],
    [0, 1, 5],
  ],
  ...[
    [0, 1, 2, 3],
    [1, 2, 3, 4],
    [2, 3, 4, 5],
    [0, 3, 4, 5],
    [0, 1, 4, 5],
    [0, 1, 2, 5],
  ],
  ...[
    [0, 1, 3, 4],
    [1, 2, 4, 5],
    [0, 2, 3, 5],
  ],
  [0, 1, 2, 3, 4, 5],
];
const CONNECTION_COUNT = CONNECTIONS.flat().length; // 60

const modern = { form: ['modern'] };
const options = {
  form: choice({
    label: 'Form',
    help: 'As published: trained averages and the table of connections, 60,000 parameters before the answer. Modern: as it is mostly built today.',
    default: 'published',
    choices: [
      { value: 'published', label: 'As published' },
      { value: 'modern', label: 'Modern' },
    ],
  }),
  activation: choice({
    label: 'Activation',
    help: 'Of the modern form; the published one has 1.7159 tanh(2x / 3).',
    default: 'tanh',
    choices: [
      { value: 'tanh', label: 'tanh' },
      { value: 'relu', label: 'ReLU' },
    ],
    when: modern,
  }),
  pooling: choice({
    label: 'Pooling',
    help: 'Of the modern form; the published one averages, with a trained coefficient and bias.',
    default: 'average',
    choices: [
      { value: 'average', label: 'Average' },
      { value: 'max', label: 'Maximum' },
    ],
    when: modern,
  }),
};
type Options = Values<typeof options>;

const halved = (side: number) => Math.floor(side / 2);

/** Height and width behind each layer. */
function sidesOf({ height, width }: ModelSizes) {
  const padding = Math.min(height, width) < PUBLISHED_SIZE ? ('same' as const) : ('valid' as const);
  const c1 = [height, width].map((side) => (padding === 'same' ? side : side - SIDE + 1));
  const s2 = c1.map(halved);
  const c3 = s2.map((side) => side - SIDE + 1);
  return { padding, c1, s2, c3, s4: c3.map(halved) };
}

/** Length of the flattened S4. */
const flatLength = (sizes: ModelSizes) =>
  sidesOf(sizes).s4.reduce((length, side) => length * side, MAPS.c3);

/** [connections, inputs * outputs]: 1 where a connection's weights belong in the full filter. */
function connectionTable(): Float32Array {
  const columns = MAPS.c1 * MAPS.c3;
  const table = new Float32Array(CONNECTION_COUNT * columns);
  const pairs = CONNECTIONS.flatMap((inputs, output) => inputs.map((input) => [input, output]));
  pairs.forEach(([input = 0, output = 0], connection) => {
    table[connection * columns + input * MAPS.c3 + output] = 1;
  });
  return table;
}

function subsampling(name: string, maps: number): ParameterSpec[] {
  return [bias(`${name}/coefficient`, maps, 1), bias(`${name}/bias`, maps)];
}

/** First weights of the variance that the activation wants. */
const drawFor = ({ form, activation }: Options) =>
  form === 'modern' && activation === 'relu' ? weight : linearWeight;

function squash(ops: Ops, { form, activation }: Options, x: Tensor): Tensor {
  if (form === 'published') return ops.affine(ops.tanh(ops.affine(x, 2 / 3)), 1.7159);
  return activation === 'tanh' ? ops.tanh(x) : ops.relu(x);
}

/** S2 and S4: [batch, height, width, maps] → half the sides. */
function subsample(
  ops: Ops,
  parameter: ParameterLookup,
  chosen: Options,
  x: Tensor,
  name: string,
): Tensor {
  if (chosen.form === 'modern') {
    return chosen.pooling === 'max' ? ops.maxPool2d(x, 2) : ops.averagePool2d(x, 2);
  }
  const scaled = ops.mul(ops.averagePool2d(x, 2), parameter(`${name}/coefficient`));
  return squash(ops, chosen, ops.add(scaled, parameter(`${name}/bias`)));
}

/** The filter of C3, zero where the table has no connection: [5, 5, 6, 16]. */
function connectedFilter(ops: Ops, parameter: ParameterLookup, { form }: Options): Tensor {
  const filter = parameter('c3/filter');
  if (form === 'modern') return filter;
  const table = ops.constant(connectionTable(), [CONNECTION_COUNT, MAPS.c1 * MAPS.c3]);
  return ops.reshape(ops.matMul(filter, table), [SIDE, SIDE, MAPS.c1, MAPS.c3]);
}

export const lenet5 = defineArchitecture({
  id: 'lenet-5',
  label: 'LeNet-5',
  summary:
    'The convolutional network that read cheques in 1998, with its trained averages and its table of connections.',
  reference: 'LeCun et al. 1998, Proceedings of the IEEE 86',
  options,
  reads: 'grid',
  usesEncoding: false,
  whyNoEncoding: 'It reads the image as a grid, which says where each pixel lies.',
  firstLayer: 'c1/filter',

  fault(_, sizes) {
    if (Math.min(...sidesOf(sizes).s4) >= 1) return undefined;
    const { height, width } = sizes;
    return `two convolutions and two halvings leave nothing of ${width} × ${height} pixels; choose images of at least 12 × 12, or another architecture`;
  },

  parameters(chosen, sizes) {
    const { channels, outputs } = sizes;
    const flat = flatLength(sizes);
    const published = chosen.form === 'published';
    const c3Shape = published ? [TAPS, CONNECTION_COUNT] : [SIDE, SIDE, MAPS.c1, MAPS.c3];
    const draw = drawFor(chosen);
    const c3Inputs = published ? CONNECTION_COUNT / MAPS.c3 : MAPS.c1;
    return [
      draw('c1/filter', [SIDE, SIDE, channels, MAPS.c1], TAPS * channels),
      bias('c1/bias', MAPS.c1),
      ...(published ? subsampling('s2', MAPS.c1) : []),
      draw('c3/filter', c3Shape, TAPS * c3Inputs),
      bias('c3/bias', MAPS.c3),
      ...(published ? subsampling('s4', MAPS.c3) : []),
      ...denseParameters('c5', flat, MAPS.c5, draw),
      ...denseParameters('f6', MAPS.c5, MAPS.f6, draw),
      ...denseParameters('classes', MAPS.f6, outputs),
    ];
  },

  stages({ form }, sizes) {
    const { c1, s2, c3, s4 } = sidesOf(sizes);
    const { height, width, channels, outputs } = sizes;
    const area = (sides: readonly number[]) => sides.reduce((product, side) => product * side, 1);
    const pairs = form === 'published' ? CONNECTION_COUNT : MAPS.c1 * MAPS.c3;
    const coefficient = form === 'published' ? 1 : 0;
    return [
      { label: 'Image', shape: [height, width, channels], multiplyAdds: 0 },
      {
        label: 'C1',
        shape: [...c1, MAPS.c1],
        multiplyAdds: area(c1) * TAPS * channels * MAPS.c1,
      },
      { label: 'S2', shape: [...s2, MAPS.c1], multiplyAdds: coefficient * area(s2) * MAPS.c1 },
      { label: 'C3', shape: [...c3, MAPS.c3], multiplyAdds: area(c3) * TAPS * pairs },
      { label: 'S4', shape: [...s4, MAPS.c3], multiplyAdds: coefficient * area(s4) * MAPS.c3 },
      { label: 'C5', shape: [MAPS.c5], multiplyAdds: flatLength(sizes) * MAPS.c5 },
      { label: 'F6', shape: [MAPS.f6], multiplyAdds: MAPS.c5 * MAPS.f6 },
      { label: 'Classes', shape: [outputs], multiplyAdds: MAPS.f6 * outputs },
    ];
  },

  forward(ops, parameter, inputs, { options: chosen, sizes }) {
    const squashed = (x: Tensor) => squash(ops, chosen, x);
    const dense = (x: Tensor, name: string) => applyDense(ops, parameter, name, x);
    const { padding } = sidesOf(sizes);

    const grid = port(inputs, 'grid');
    const c1 = squashed(
      ops.conv2d(grid, parameter('c1/filter'), parameter('c1/bias'), { padding }),
    );
    const s2 = subsample(ops, parameter, chosen, c1, 's2');
    const filter = connectedFilter(ops, parameter, chosen);
    const c3 = squashed(ops.conv2d(s2, filter, parameter('c3/bias'), { padding: 'valid' }));
    const s4 = subsample(ops, parameter, chosen, c3, 's4');
    const flat = ops.reshape(s4, [s4.shape[0]!, flatLength(sizes)]);
    const c5 = squashed(dense(flat, 'c5'));
    const f6 = squashed(dense(c5, 'f6'));
    return {
      outputs: {
        logits: dense(f6, 'classes'),
        'activation/C1 feature maps': c1,
        'activation/S2 feature maps': s2,
        'activation/C3 feature maps': c3,
        'activation/S4 feature maps': s4,
        'activation/C5 units': c5,
        'activation/F6 units': f6,
      },
    };
  },
});
