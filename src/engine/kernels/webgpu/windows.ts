/** How WGSL finds the pixel under a tap of a convolution's window. */
import { convolutionSizes } from '../../../core/host/convolution.ts';
import type { Windows } from '../../../core/kernels.ts';
import type { Shape } from '../../../core/shapes.ts';

/** What a program must be told. */
export const windowNumbers = {
  height: 'u32',
  width: 'u32',
  channels: 'u32',
  kernelWidth: 'u32',
  outHeight: 'u32',
  outWidth: 'u32',
  stride: 'u32',
  padTop: 'u32',
  padLeft: 'u32',
} as const;

/** @param filter [kernelHeight, kernelWidth, in, …] */
export function windowNumbersOf(
  x: Shape,
  filter: Shape,
  windows: Windows,
): Record<keyof typeof windowNumbers, number> {
  const sizes = convolutionSizes(x, filter, windows);
  const { height, width, kernelWidth, outHeight, outWidth, stride, padTop, padLeft } = sizes;
  const channels = sizes.inChannels;
  return { height, width, channels, kernelWidth, outHeight, outWidth, stride, padTop, padLeft };
}

/**
 * `pixelUnder(window, entry)`: of the array named `image`, 0 beyond its edge.
 *
 *   window = (image, y, x), entry = (kernelY, kernelX, channel), counted row-major
 */
export const pixelUnder = (image: string): string => `
fn pixelUnder(window: u32, entry: u32) -> f32 {
  let channel = entry % u.channels;
  let tap = entry / u.channels;
  let line = window / u.outWidth;
  // Left of or above the image they wrap around to huge numbers, which lie outside, too.
  let y = (line % u.outHeight) * u.stride + tap / u.kernelWidth - u.padTop;
  let x = (window % u.outWidth) * u.stride + tap % u.kernelWidth - u.padLeft;
  if (y >= u.height || x >= u.width) { return 0.0; }
  let first = (line / u.outHeight) * u.height;
  return ${image}[((first + y) * u.width + x) * u.channels + channel];
}`;
