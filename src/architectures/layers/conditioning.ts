/**
 * The first layer of a pixel model: how a value meets its place.
 *
 *   values [rows, channels], features [places, features] -> relu(offset(place) + value · slope(place))
 *
 *   concatenate  a layer on [value, features]: offset = P features + b, slope = A everywhere
 *   add          the place passes a hidden layer of its own and is then added to the value's
 *                embedding: offset = P relu(H features + h) + b, slope = A. Without that layer it would be
 *                *concatenate*. The value's embedding stays linear; for one grey value, which is never
 *                negative, a hidden layer without bias would be linear, too.
 *                CoordiNet (Gillen 2022) adds them before its first layer.
 *   multiply     the place modulates the weight of the value (ModFC; Anokhin et al. 2020,
 *                arXiv:2011.13775): slope = A + M features, a vector for each channel
 *   FiLM         one scale for each output: slope = (1 + G features) ⊙ A. Perez et al. 2017,
 *                arXiv:1709.07871
 *
 * What depends on places alone is computed once for the whole batch, and black pixels share rows.
 * Without features all four are offset = b, slope = A.
 */
import { choice } from '../../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { bias, linearWeight, weight, type ParameterSpec } from '../../core/parameters.ts';
import type { PixelLayout } from '../../core/pixels.ts';

export const conditioningOption = choice({
  label: 'Conditioning',
  help: 'How a value meets its place: side by side, added behind a hidden layer of the place, or the place modulates the weight of the value, each channel’s (ModFC) or by one scale (FiLM).',
  default: 'multiply',
  choices: [
    { value: 'concatenate', label: 'Concatenate' },
    { value: 'add', label: 'Add' },
    { value: 'multiply', label: 'Multiply' },
    { value: 'film', label: 'FiLM' },
  ],
});
export type Conditioning = (typeof conditioningOption)['default'];

export interface FirstLayerSizes {
  readonly channels: number;
  /** 0 without an encoding. */
  readonly features: number;
  readonly width: number;
}

export interface FirstLayer {
  readonly parameters: readonly ParameterSpec[];
  /** Multiply-adds for each place, once for all images. */
  readonly sharedMultiplyAdds: number;
  /** [rows, width] */
  latents(
    ops: Ops,
    parameter: ParameterLookup,
    inputs: { values: Tensor; features: Tensor | undefined },
    layout: PixelLayout,
  ): Tensor;
}

/** @param name its parameters are `<name>/…` */
export function firstLayer(
  name: string,
  conditioning: Conditioning,
  { channels, features, width }: FirstLayerSizes,
): FirstLayer {
  const own =
    features > 0 ? placeLayer(name, conditioning, { channels, features, width }) : nothing;
  return {
    parameters: [
      ...own.parameters,
      bias(`${name}/bias`, width),
      weight(`${name}/value/weight`, [channels, width], 2 * channels),
      ...own.modulation,
    ],
    sharedMultiplyAdds: own.multiplyAdds,
    latents(ops, parameter, { values, features: encoded }, layout) {
      const named: ParameterLookup = (path) => parameter(`${name}/${path}`);
      const offset = encoded
        ? placeOffset(ops, named, encoded, conditioning)
        : everywhere(ops, named('bias'), layout.places);
      const slope = encoded ? valueSlope(ops, named, encoded, conditioning) : named('value/weight');
      return ops.pixelDense(values, offset, slope, layout, 'relu');
    },
  };
}

interface PlaceLayer {
  /** Of what is added. */
  readonly parameters: readonly ParameterSpec[];
  /** Of what scales the value. */
  readonly modulation: readonly ParameterSpec[];
  /** For each place. */
  readonly multiplyAdds: number;
}

const nothing: PlaceLayer = { parameters: [], modulation: [], multiplyAdds: 0 };

function placeLayer(
  name: string,
  conditioning: Conditioning,
  { channels, features, width }: FirstLayerSizes,
): PlaceLayer {
  const plain = {
    parameters: [weight(`${name}/place/weight`, [features, width], features)],
    modulation: [],
    multiplyAdds: features * width,
  };
  switch (conditioning) {
    case 'concatenate':
      return plain;
    case 'add':
      return {
        parameters: [
          weight(`${name}/hidden/weight`, [features, width], features),
          bias(`${name}/hidden/bias`, width),
          weight(`${name}/place/weight`, [width, width], width),
        ],
        modulation: [],
        multiplyAdds: features * width + width * width,
      };
    case 'multiply': {
      const shape = [features, channels * width];
      return {
        ...plain,
        modulation: [linearWeight(`${name}/modulation/weight`, shape, features)],
        multiplyAdds: features * width * (1 + channels),
      };
    }
    case 'film':
      return {
        ...plain,
        modulation: [linearWeight(`${name}/film/weight`, [features, width], features)],
        multiplyAdds: 2 * features * width,
      };
  }
}

/** A vector as [places, width]. */
function everywhere(ops: Ops, vector: Tensor, places: number): Tensor {
  const width = vector.shape[0]!;
  return ops.add(ops.constant(new Float32Array(places * width), [places, width]), vector);
}

/** [places, width] */
function placeOffset(
  ops: Ops,
  parameter: ParameterLookup,
  features: Tensor,
  conditioning: Conditioning,
): Tensor {
  const place =
    conditioning === 'add'
      ? ops.dense(features, parameter('hidden/weight'), parameter('hidden/bias'), 'relu')
      : features;
  return ops.dense(place, parameter('place/weight'), parameter('bias'));
}

/** Weight of a value: [channels, width] everywhere, or [places, channels, width]. */
function valueSlope(
  ops: Ops,
  parameter: ParameterLookup,
  features: Tensor,
  conditioning: Conditioning,
): Tensor {
  const shared = parameter('value/weight');
  const [channels = 0, width = 0] = shared.shape;
  const places = features.shape[0]!;
  switch (conditioning) {
    case 'multiply': {
      const modulation = ops.matMul(features, parameter('modulation/weight'));
      return ops.add(ops.reshape(modulation, [places, channels, width]), shared);
    }
    case 'film': {
      const scale = ops.affine(ops.matMul(features, parameter('film/weight')), 1, 1);
      return ops.mul(ops.reshape(scale, [places, 1, width]), shared);
    }
    default:
      return shared;
  }
}
