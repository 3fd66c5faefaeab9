/**
 * Values of an image between its pixels, at any list of positions: bilinear, by the convention of
 * geometry.ts. Outside, an image either is 0 (`black`: it fades over one pixel across the edge) or
 * goes on as its last pixels are (`edge`: for pictures that are only made larger or smaller).
 */
import type { ImageSize } from './geometry.ts';

export type Outside = 'black' | 'edge';

/** For each position the four pixels around it, and how much of each it takes. */
export interface SamplingPlan {
  /** [positions * 4] pixel index. */
  readonly corners: Int32Array;
  /** [positions * 4] each in [0, 1]; 0 for what lies outside, and for positions that are NaN. */
  readonly shares: Float64Array;
}

/** Nearer to a pixel centre than this, in pixels, is on it: quarter turns come out exact. */
const ON_CENTRE = 1e-9;

/** @param positions [positions * 2] (x, y), each in [-1, 1]² inside the image; NaN sees nothing */
export function planSampling(
  { height, width }: Pick<ImageSize, 'height' | 'width'>,
  positions: ArrayLike<number>,
  outside: Outside = 'black',
): SamplingPlan {
  const count = positions.length / 2;
  const corners = new Int32Array(count * 4);
  const shares = new Float64Array(count * 4);
  for (let i = 0; i < count; i++) {
    const column = pixelAt(positions[2 * i]!, width, outside);
    const row = pixelAt(positions[2 * i + 1]!, height, outside);
    // Stated so that NaN, too, falls outside.
    if (!(column > -1 && column < width && row > -1 && row < height)) continue;
    const left = Math.floor(column);
    const top = Math.floor(row);
    for (let corner = 0; corner < 4; corner++) {
      const x = left + (corner & 1);
      const y = top + (corner >> 1);
      if (x < 0 || x >= width || y < 0 || y >= height) continue;
      corners[4 * i + corner] = y * width + x;
      shares[4 * i + corner] = (1 - Math.abs(column - x)) * (1 - Math.abs(row - y));
    }
  }
  return { corners, shares };
}

/** Pixel index, between pixels a fraction, of a position in [-1, 1]: pixelCentre's inverse. */
function pixelAt(position: number, count: number, outside: Outside): number {
  const index = ((position + 1) / 2) * count - 0.5;
  const inside = outside === 'edge' ? Math.min(count - 1, Math.max(0, index)) : index;
  const nearest = Math.round(inside);
  return Math.abs(inside - nearest) < ON_CENTRE ? nearest : inside;
}

/**
 * @param images [count, pixels, channels], any number of images
 * @returns [count, positions, channels]
 */
export function sample(
  images: Float32Array,
  { height, width, channels }: ImageSize,
  { corners, shares }: SamplingPlan,
): Float32Array<ArrayBuffer> {
  const pixels = height * width;
  const count = images.length / (pixels * channels);
  const positions = corners.length / 4;
  const result = new Float32Array(count * positions * channels);
  for (let image = 0, at = 0; image < count; image++) {
    const from = image * pixels * channels;
    for (let position = 0; position < positions; position++) {
      for (let channel = 0; channel < channels; channel++, at++) {
        let value = 0;
        for (let corner = 4 * position; corner < 4 * position + 4; corner++) {
          value += shares[corner]! * images[from + corners[corner]! * channels + channel]!;
        }
        result[at] = value;
      }
    }
  }
  return result;
}
