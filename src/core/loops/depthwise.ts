/**
 * Depthwise convolutions as plain loops: each channel by its own filter [kernelHeight, kernelWidth,
 * channels]. Results go into `out`, which the caller allocates; of the sizes, both channel counts
 * are the same.
 */
import type { HostArray } from '../kernels.ts';
import { forEachTap, type ConvolutionSizes } from './convolution.ts';

export function depthwise(
  out: HostArray,
  x: HostArray,
  filter: HostArray,
  sizes: ConvolutionSizes,
): void {
  out.fill(0);
  const { inChannels: channels } = sizes;
  forEachTap(sizes, (position, tap, pixel) => {
    const to = position * channels;
    const weights = tap * channels;
    const from = pixel * channels;
    for (let i = 0; i < channels; i++) out[to + i]! += x[from + i]! * filter[weights + i]!;
  });
}

export function depthwiseInputGradient(
  out: HostArray,
  dy: HostArray,
  filter: HostArray,
  sizes: ConvolutionSizes,
): void {
  out.fill(0);
  const { inChannels: channels } = sizes;
  forEachTap(sizes, (position, tap, pixel) => {
    const from = position * channels;
    const weights = tap * channels;
    const to = pixel * channels;
    for (let i = 0; i < channels; i++) out[to + i]! += dy[from + i]! * filter[weights + i]!;
  });
}

export function depthwiseFilterGradient(
  out: HostArray,
  dy: HostArray,
  x: HostArray,
  sizes: ConvolutionSizes,
): void {
  out.fill(0);
  const { inChannels: channels } = sizes;
  forEachTap(sizes, (position, tap, pixel) => {
    const upstream = position * channels;
    const to = tap * channels;
    const from = pixel * channels;
    for (let i = 0; i < channels; i++) out[to + i]! += dy[upstream + i]! * x[from + i]!;
  });
}
