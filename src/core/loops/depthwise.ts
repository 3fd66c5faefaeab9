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

/**
 * Tap by tap: a row of the gradient times the row of the image under that tap, added up over rows
 * and images with a sum for each place along the row, and only then over the places. So the inner loop is
 * long, and sums are short enough to lose nothing.
 */
export function depthwiseFilterGradient(
  out: HostArray,
  dy: HostArray,
  x: HostArray,
  sizes: ConvolutionSizes,
): void {
  const { inChannels: channels, kernelHeight, kernelWidth, outWidth } = sizes;
  const places = new Float64Array(outWidth * channels);
  for (let tap = 0; tap < kernelHeight * kernelWidth; tap++) {
    places.fill(0);
    const ky = Math.floor(tap / kernelWidth);
    addTap(places, dy, x, sizes, { ky, kx: tap - ky * kernelWidth });
    for (let i = 0; i < channels; i++) {
      let sum = 0;
      for (let at = i; at < places.length; at += channels) sum += places[at]!;
      out[tap * channels + i] = sum;
    }
  }
}

/** Adds dy · x of one tap to `places` [outWidth, channels]. */
function addTap(
  places: Float64Array,
  dy: HostArray,
  x: HostArray,
  sizes: ConvolutionSizes,
  { ky, kx }: { ky: number; kx: number },
): void {
  const { batch, height, width, outHeight, outWidth, padTop, padLeft, stride } = sizes;
  const { inChannels: channels } = sizes;
  const first = Math.max(0, Math.ceil((padLeft - kx) / stride));
  const end = Math.min(outWidth, Math.floor((width - 1 + padLeft - kx) / stride) + 1);
  for (let row = 0; row < batch * outHeight; row++) {
    const image = Math.floor(row / outHeight);
    const sourceY = (row - image * outHeight) * stride + ky - padTop;
    if (sourceY < 0 || sourceY >= height) continue;
    const source = ((image * height + sourceY) * width + kx - padLeft) * channels;
    const upstream = row * outWidth * channels;
    if (stride === 1) {
      for (let at = first * channels; at < end * channels; at++) {
        places[at]! += dy[upstream + at]! * x[source + at]!;
      }
      continue;
    }
    for (let place = first; place < end; place++) {
      const at = place * channels;
      const from = source + at * stride;
      for (let i = 0; i < channels; i++) places[at + i]! += dy[upstream + at + i]! * x[from + i]!;
    }
  }
}
