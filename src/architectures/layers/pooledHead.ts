/**
 * The half of a pixel model that decides: latents are pooled over the pixels of each image, perhaps
 * normalised, and dense layers answer.
 *
 *   latents [rows, width]
 *     -> pooled over the pixels  [images, pooled width]
 *     -> layer norm              [images, pooled width]   when chosen
 *     -> dense layers            [images, classes]        dropout between them, when chosen
 */
import { choice } from '../../core/options.ts';
import type { Ops, ParameterLookup, Ports, Tensor } from '../../core/ops.ts';
import type { ParameterSpec } from '../../core/parameters.ts';
import type { Drawing, PixelSet, Stage } from '../architecture.ts';
import { denseStack } from './denseStack.ts';
import { applyNorm, normParameters } from './layerNorm.ts';
import type { PixelPooling } from './pixelPooling.ts';

export const normalisationOption = choice({
  label: 'Normalisation',
  help: 'Of the pooled pixels: a sum over many of them is large.',
  default: 'layer',
  choices: [
    { value: 'none', label: 'None' },
    { value: 'layer', label: 'Layer norm' },
  ],
});

export interface PooledHead {
  readonly parameters: readonly ParameterSpec[];
  readonly stages: readonly Stage[];
  /** The ports of an architecture: logits, and what it made on the way. */
  outputs(
    ops: Ops,
    parameter: ParameterLookup,
    latents: Tensor,
    context: PixelSet & Drawing,
  ): Ports;
}

export interface HeadChoice {
  readonly normalisation: 'none' | 'layer';
  /** Probability that a unit between two dense layers is silenced; 0 for none. */
  readonly dropout: number;
  /** Of the dense layers, the classes last. */
  readonly widths: readonly number[];
}

/** @param pixels of an image that the model is trained on */
export function pooledHead(
  pooling: PixelPooling,
  { normalisation, dropout, widths }: HeadChoice,
  pixels: number,
): PooledHead {
  const dense = denseStack('after', [pooling.width, ...widths]);
  return {
    parameters: [
      ...pooling.parameters,
      ...(normalisation === 'layer' ? normParameters('norm', pooling.width) : []),
      ...dense.parameters,
    ],
    stages: [
      {
        label: `${pooling.label} over pixels`,
        shape: [pooling.width],
        multiplyAdds: pixels * pooling.multiplyAdds,
      },
      ...dense.stages,
    ],
    outputs(ops, parameter, latents, { training, random, ...set }) {
      const pooled = pooling.pool(ops, parameter, latents, set);
      const normalised =
        normalisation === 'layer' ? applyNorm(ops, parameter, 'norm', pooled) : pooled;
      const dropping = { share: dropout, training, random };
      return {
        logits: dense.answer(ops, parameter, normalised, dropping),
        'activation/Pixels before pooling': latents,
        'activation/Pooled pixels': pooled,
      };
    },
  };
}
