/**
 * Convolutions and window maxima as plain loops. Results go into `out`, which the caller allocates;
 * shapes are stated, never inferred.
 *
 * With its neighbours in this folder this is the reference that every backend is held to (in
 * float64), the CPU backend (in float32) and, on views of its memory, what WASM lacks.
 */
import type { HostArray } from '../kernels.ts';
import { exceeds } from './reduction.ts';

export interface ConvolutionSizes {
  batch: number;
  height: number;
  width: number;
  inChannels: number;
  kernelHeight: number;
  kernelWidth: number;
  outChannels: number;
  outHeight: number;
  outWidth: number;
  /** Zeros above and to the left. */
  padTop: number;
  padLeft: number;
  /** Pixels between neighbouring output positions. */
  stride: number;
}

/** The output position, the tap of the kernel and the pixel of the image that meet, each counted row by row. */
export type VisitTap = (position: number, tap: number, pixel: number) => void;

/** Visits every (output position, kernel position) pair that meets the image. */
export function forEachTap(sizes: ConvolutionSizes, visit: VisitTap): void {
  const { batch, height, kernelHeight, outHeight, padTop, stride } = sizes;
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        const sourceY = y * stride + ky - padTop;
        if (sourceY < 0 || sourceY >= height) continue;
        visitKernelRow(sizes, image * outHeight + y, image * height + sourceY, ky, visit);
      }
    }
  }
}

/** The taps of one row of the kernel along one row of the output. */
function visitKernelRow(
  { width, kernelWidth, outWidth, padLeft, stride }: ConvolutionSizes,
  outRow: number,
  sourceRow: number,
  ky: number,
  visit: VisitTap,
): void {
  for (let x = 0; x < outWidth; x++) {
    const left = x * stride - padLeft;
    const first = Math.max(0, -left);
    const end = Math.min(kernelWidth, width - left);
    for (let kx = first; kx < end; kx++) {
      visit(outRow * outWidth + x, ky * kernelWidth + kx, sourceRow * width + left + kx);
    }
  }
}

/** Images to columns: [batch·outHeight·outWidth, kernelHeight·kernelWidth·inChannels] */
export function imageToColumns(out: HostArray, x: HostArray, sizes: ConvolutionSizes): void {
  out.fill(0);
  const { inChannels, kernelHeight, kernelWidth } = sizes;
  const taps = kernelHeight * kernelWidth;
  forEachTap(sizes, (position, tap, pixel) => {
    const to = (position * taps + tap) * inChannels;
    const from = pixel * inChannels;
    for (let channel = 0; channel < inChannels; channel++) out[to + channel] = x[from + channel]!;
  });
}

/** The transpose of imageToColumns: columns added back to where they came from. */
export function columnsToImage(out: HostArray, columns: HostArray, sizes: ConvolutionSizes): void {
  out.fill(0);
  const { inChannels, kernelHeight, kernelWidth } = sizes;
  const taps = kernelHeight * kernelWidth;
  forEachTap(sizes, (position, tap, pixel) => {
    const from = (position * taps + tap) * inChannels;
    const to = pixel * inChannels;
    for (let channel = 0; channel < inChannels; channel++) {
      out[to + channel]! += columns[from + channel]!;
    }
  });
}

export interface PoolSizes {
  batch: number;
  height: number;
  width: number;
  channels: number;
  /** Side of a window and distance between windows. */
  size: number;
}

/** Calls `visit` with each window's position in the result and those of its entries in x. */
function forEachWindow(
  { batch, height, width, channels, size }: PoolSizes,
  visit: (resultAt: number, sourceAt: (entry: number) => number) => void,
): void {
  const outHeight = Math.floor(height / size);
  const outWidth = Math.floor(width / size);
  let resultAt = 0;
  let corner = 0;
  const sourceAt = (entry: number) =>
    corner + (Math.floor(entry / size) * width + (entry % size)) * channels;
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let channel = 0; channel < channels; channel++, resultAt++) {
          corner = ((image * height + y * size) * width + x * size) * channels + channel;
          visit(resultAt, sourceAt);
        }
      }
    }
  }
}

/** Row by row of x, so that neighbours are read together; NaN wins. */
export function maxPool(
  out: HostArray,
  x: HostArray,
  { batch, height, width, channels, size }: PoolSizes,
): void {
  const outHeight = Math.floor(height / size);
  const outWidth = Math.floor(width / size);
  out.fill(-Infinity);
  for (let row = 0; row < batch * outHeight * size; row++) {
    const image = Math.floor(row / (outHeight * size));
    const y = row - image * outHeight * size;
    const from = (image * height + y) * width * channels;
    const to = Math.floor(row / size) * outWidth * channels;
    for (let column = 0; column < outWidth * size; column++) {
      const at = from + column * channels;
      const resultAt = to + Math.floor(column / size) * channels;
      for (let i = 0; i < channels; i++) {
        const value = x[at + i]!;
        if (exceeds(value, out[resultAt + i]!)) out[resultAt + i] = value;
      }
    }
  }
}

/** To the first entry of each window that equals its maximum. */
export function maxPoolGradient(
  out: HostArray,
  dy: HostArray,
  x: HostArray,
  y: HostArray,
  sizes: PoolSizes,
): void {
  out.fill(0);
  const entries = sizes.size * sizes.size;
  forEachWindow(sizes, (resultAt, sourceAt) => {
    for (let entry = 0; entry < entries; entry++) {
      const at = sourceAt(entry);
      if (x[at] !== y[resultAt]) continue;
      out[at] = dy[resultAt]!;
      return;
    }
  });
}
