/**
 * PointNet-like: an image as the set of places where it is bright. A point is its encoded place and
 * nothing else; each passes the same small network, and the maximum over the points goes to a head.
 *
 *   features [places, features]
 *     -> dense layers                       [places, pooled width]  once for all images
 *   values [rows, channels]
 *     -> is the mean over channels bright?  [rows, 1]               0 or 1
 *     -> point or nothing                   [rows, pooled width]    the place's latent, or 0
 *     -> maximum over the rows              [batch, pooled width]
 *     -> dense layers                       [batch, head width], [batch, head width / 2]
 *     -> logits                             [batch, classes]
 *
 * Latents are not negative, so a 0 for every dark pixel leaves the maximum over the bright ones as it
 * is, exactly; an image without a bright pixel has 0 everywhere and gets the biases' answer.
 *
 * Qi et al. 2016, arXiv:1612.00593: layers 64-64-64-128-1024, head 512-256, the upper ends of the
 * ranges here. Left out: the networks that turn points and features (T-nets), batch normalisation,
 * dropout; and points are places of a grid, not drawn from a surface.
 */
import { integer, number, type Values } from '../core/options.ts';
import type { Ops, ParameterLookup, Ports, Tensor } from '../core/ops.ts';
import { weight } from '../core/parameters.ts';
import type { PixelLayout } from '../core/pixels.ts';
import { defineArchitecture, port, type ModelSizes, type Stage } from './architecture.ts';
import { applyDense, denseParameters } from './layers/dense.ts';
import { pixelPooling } from './layers/pixelPooling.ts';
import { pooledHead } from './layers/pooledHead.ts';

const options = {
  threshold: number({
    label: 'Brightness of a point',
    help: 'A pixel is a point where the mean of its channels is above this.',
    default: 0.5,
    min: 0,
    max: 0.95,
  }),
  layers: integer({
    label: 'First layers',
    help: 'Of each point, before the last two. Published: 3.',
    default: 2,
    min: 1,
    max: 3,
  }),
  width: integer({
    label: 'Width of the first layers',
    help: 'Published: 64.',
    default: 64,
    min: 4,
    max: 64,
  }),
  middleWidth: integer({
    label: 'Width of the last but one',
    help: 'Published: 128.',
    default: 64,
    min: 4,
    max: 128,
  }),
  pooledWidth: integer({
    label: 'Width pooled',
    help: 'How many features of the whole set there are. Published: 1024.',
    default: 256,
    min: 4,
    max: 1024,
  }),
  headWidth: integer({
    label: 'Width after pooling',
    help: 'A second layer has half of it. Published: 512, then 256.',
    default: 128,
    min: 4,
    max: 512,
  }),
};
type Options = Values<typeof options>;

/** Inputs and outputs of a point's layers. */
function pointLayers(
  { layers, width, middleWidth, pooledWidth }: Options,
  { features }: ModelSizes,
) {
  const widths = [features, ...Array.from({ length: layers }, () => width)];
  widths.push(middleWidth, pooledWidth);
  return widths
    .slice(1)
    .map((outputs, layer) => ({ name: `point/${layer}`, inputs: widths[layer]!, outputs }));
}

function headOf({ pooledWidth, headWidth }: Options, { height, width, outputs }: ModelSizes) {
  const pixels = height * width;
  const pooling = pixelPooling({ pooling: 'max', sharpness: 1, heads: 1 }, pooledWidth, pixels);
  const widths = [headWidth, Math.floor(headWidth / 2), outputs];
  return pooledHead(pooling, { normalisation: 'none', dropout: 0, widths }, pixels);
}

function encode(
  ops: Ops,
  parameter: ParameterLookup,
  inputs: Ports,
  { options: chosen, sizes, layout }: { options: Options; sizes: ModelSizes; layout: PixelLayout },
): Tensor {
  const points = pointLayers(chosen, sizes).reduce(
    (x, { name }) => applyDense(ops, parameter, name, x, 'relu'),
    port(inputs, 'features'),
  ); // [places, pooled width]
  const [places = 0, width = 0] = points.shape;
  const brightness = ops.reshape(ops.mean(port(inputs, 'values'), [1]), [layout.rows, 1]);
  const isPoint = ops.step(ops.affine(brightness, 1, -chosen.threshold));
  const nothing = ops.constant(new Float32Array(places * width), [places, width]);
  return ops.pixelDense(isPoint, nothing, ops.reshape(points, [places, 1, width]), layout);
}

export const pointNet = defineArchitecture({
  id: 'point-net',
  label: 'PointNet-like',
  summary:
    'An image as the set of its bright places: each passes a small network alone, and the maximum over them goes to a head.',
  reference: 'Qi et al. 2016, arXiv:1612.00593, without its T-nets',
  options,
  reads: 'pixels',
  usesEncoding: true,
  widths: ['width', 'middleWidth', 'pooledWidth', 'headWidth'],

  fault: (_, { features }) =>
    features === 0
      ? 'a point is nothing but its place, and without an encoding it has none; choose an encoding'
      : undefined,

  parameters: (chosen, sizes) => [
    ...pointLayers(chosen, sizes).flatMap(({ name, inputs, outputs }) =>
      denseParameters(name, inputs, outputs, weight),
    ),
    ...headOf(chosen, sizes).parameters,
  ],

  stages(chosen, sizes) {
    const pixels = sizes.height * sizes.width;
    const first: Stage = { label: 'Places', shape: [pixels, sizes.features], multiplyAdds: 0 };
    const layers = pointLayers(chosen, sizes).map(({ inputs, outputs }, layer) => ({
      label: `Layer ${layer + 1}`,
      shape: [pixels, outputs],
      multiplyAdds: 0,
      sharedMultiplyAdds: pixels * inputs * outputs,
    }));
    const points: Stage = {
      label: 'Bright ones',
      shape: [pixels, chosen.pooledWidth],
      multiplyAdds: pixels * chosen.pooledWidth,
    };
    return [first, ...layers, points, ...headOf(chosen, sizes).stages];
  },

  halves: () => ({
    encode,
    decide: (ops, parameter, latents, context) =>
      headOf(context.options, context.sizes).outputs(ops, parameter, latents, context).logits!,
  }),

  forward(ops, parameter, inputs, context) {
    const latents = encode(ops, parameter, inputs, context);
    const head = headOf(context.options, context.sizes);
    return { outputs: head.outputs(ops, parameter, latents, context) };
  },
});
