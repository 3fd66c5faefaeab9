/**
 * The Gaussian filter: along the columns, then along the rows, each channel by itself.
 *
 *   weights exp(−offset² / 2 deviation²), up to 4 deviations, with sum 1
 *
 * As SciPy's `gaussian_filter` (truncate 4) and scikit-image's `gaussian`. Beyond the edge the image
 * goes on as its last pixel (`nearest`), or as 0 (`zero`).
 */
import type { ImageSize } from '../../core/geometry.ts';

const TRUNCATE = 4; // deviations

/** Filters [height * width * channels] in place. */
export type Filter = (values: Float32Array | Float64Array) => void;

/** Offsets from −radius to radius, where radius is half of what the length is above 1. */
export function gaussianWeights(deviation: number): Float64Array {
  const radius = Math.floor(TRUNCATE * deviation + 0.5);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, place) =>
    deviation > 0 ? Math.exp(-0.5 * ((place - radius) / deviation) ** 2) : 1,
  );
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

/** What the filter leaves of the deviation of independent noise, away from the edge. */
export function noiseLeftBy(deviation: number): number {
  return gaussianWeights(deviation).reduce((sum, weight) => sum + weight * weight, 0);
}

/** @param deviation in pixels; 0 changes nothing */
export function createGaussianFilter(
  { height, width, channels }: ImageSize,
  deviation: number,
  edge: 'nearest' | 'zero',
): Filter {
  const weights = gaussianWeights(deviation);
  const between = new Float64Array(height * width * channels);
  const along = (count: number) => createLineFilter(count, weights, edge);
  const column = along(height);
  const row = along(width);
  const stride = width * channels;
  return (values) => {
    for (let at = 0; at < stride; at++) column(values, between, at, stride);
    for (let y = 0; y < height; y++) {
      for (let channel = 0; channel < channels; channel++) {
        row(between, values, y * stride + channel, channels);
      }
    }
  };
}

type Line = Float32Array | Float64Array;

/** Filters the `count` values from `start` on that lie `stride` apart. */
function createLineFilter(count: number, weights: Float64Array, edge: 'nearest' | 'zero') {
  const radius = (weights.length - 1) / 2;
  const padded = new Float64Array(count + 2 * radius);
  return (source: Line, result: Line, start: number, stride: number): void => {
    for (let i = 0; i < count; i++) padded[radius + i] = source[start + i * stride]!;
    if (edge === 'nearest') {
      padded.fill(padded[radius]!, 0, radius);
      padded.fill(padded[radius + count - 1]!, radius + count);
    }
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * padded[i + k]!;
      result[start + i * stride] = sum;
    }
  };
}
