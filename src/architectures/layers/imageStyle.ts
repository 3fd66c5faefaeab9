/**
 * What is known of a whole image, for the layers of its pixels: a small set network, so that any
 * number of pixels at any places stays a legal input.
 *
 *   values [rows, channels], features [places, features]
 *     -> layer on [value, features]  [rows, width]
 *     -> mean over the pixels        [images, width]
 *     -> dense layer                 [images, width]
 *
 * Gillen 2022 (Coordinet2) has a fully connected network on the flattened image here.
 */
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { weight, type ParameterSpec } from '../../core/parameters.ts';
import type { PixelSet } from '../architecture.ts';
import { firstLayer, type FirstLayerSizes } from './conditioning.ts';
import { applyDense, denseParameters } from './dense.ts';
import type { Style } from './modulation.ts';
import { meanOf } from './pixelPooling.ts';

export interface ImageStyle {
  readonly parameters: readonly ParameterSpec[];
  /** Multiply-adds for each pixel, for each place once, and for each image. */
  readonly cost: { readonly pixel: number; readonly place: number; readonly image: number };
  styleOf(
    ops: Ops,
    parameter: ParameterLookup,
    inputs: { values: Tensor; features: Tensor | undefined },
    pixels: PixelSet,
  ): Style;
}

export function imageStyle(sizes: FirstLayerSizes): ImageStyle {
  const { width, channels } = sizes;
  const first = firstLayer('style', 'concatenate', sizes);
  return {
    parameters: [...first.parameters, ...denseParameters('style/image', width, width, weight)],
    cost: { pixel: channels * width, place: first.sharedMultiplyAdds, image: width * width },
    styleOf(ops, parameter, inputs, pixels) {
      const { layout } = pixels;
      const mean = meanOf(ops, first.latents(ops, parameter, inputs, layout), pixels);
      return {
        features: applyDense(ops, parameter, 'style/image', mean, 'relu'),
        spread: (x) => ops.spreadImages(x, layout),
      };
    },
  };
}
