/**
 * Bag of pixels: Coordinet that is not told where. Shuffle the pixels of an image and it answers the
 * same, so what it reaches is what a dataset gives away by how much ink there is and of which grey.
 * The control for every claim about places, and therefore the very same network: Coordinet's layers
 * with no features of a place.
 *
 *   values [rows, channels]
 *     -> dense layers            [rows, width]
 *     -> pooled over the pixels  [batch, pooled width]
 *     -> layer norm              [batch, pooled width]  when chosen
 *     -> dense layers            [batch, head width]
 *     -> logits                  [batch, classes]
 *
 * Deep Sets: Zaheer et al. 2017, arXiv:1703.06114.
 */
import { defaultsOf, type Values } from '../core/options.ts';
import { defineArchitecture, type ForwardContext } from './architecture.ts';
import { coordinet } from './coordinet.ts';

const { width, layers, headWidth, headLayers, pooling, sharpness, heads, normalisation, dropout } =
  coordinet.options;
const options = {
  width,
  layers,
  headWidth,
  headLayers,
  pooling: { ...pooling, default: 'mean' as typeof pooling.default },
  sharpness,
  heads,
  normalisation,
  dropout,
};
type Options = Values<typeof options>;

const asCoordinet = (chosen: Options) => ({ ...defaultsOf(coordinet.options), ...chosen });

/** The context in which Coordinet runs for it. */
const within = (context: ForwardContext<typeof options>) => ({
  ...context,
  options: asCoordinet(context.options),
});
const halves = coordinet.halves!(defaultsOf(coordinet.options))!;

export const bagOfPixels = defineArchitecture({
  id: 'bag-of-pixels',
  label: 'Bag of pixels',
  summary:
    'Coordinet that is not told where its pixels lie: the control that shows what places are worth.',
  reference: 'Deep Sets: Zaheer et al. 2017, arXiv:1703.06114',
  options,
  reads: 'pixels',
  usesEncoding: false,
  widths: ['width', 'headWidth'],
  whyNoEncoding: 'That is its point: it sees which values an image has and not where they lie.',

  parameters: (chosen, sizes) =>
    coordinet.parameters(asCoordinet(chosen), { ...sizes, features: 0 }),
  stages: (chosen, sizes) => coordinet.stages(asCoordinet(chosen), { ...sizes, features: 0 }),
  halves: () => ({
    encode: (ops, parameter, inputs, context) =>
      halves.encode(ops, parameter, inputs, within(context)),
    decide: (ops, parameter, latents, context) =>
      halves.decide(ops, parameter, latents, within(context)),
  }),
  forward: (ops, parameter, inputs, context) =>
    coordinet.forward(ops, parameter, inputs, within(context)),
});
