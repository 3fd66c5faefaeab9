/**
 * Values of images between their pixels, at any list of positions: bilinear, by the convention of
 * geometry.ts. Beyond the edges an image
 *
 *   black    is 0; it fades over one pixel across the edge
 *   edge     goes on as its last pixels are: for pictures that are only made larger or smaller
 *   sphere   is a picture of a sphere and has no edge (surface.ts)
 */
import type { ImageSize } from './geometry.ts';
import { pixelOnSphere } from './surface.ts';

export type Outside = 'black' | 'edge' | 'sphere';

type PlaneSize = Pick<ImageSize, 'height' | 'width'>;

/** For each position the four pixels around it, and how much of each it takes. */
export interface SamplingPlan {
  /** [positions * 4] pixel index. */
  readonly corners: Int32Array;
  /** [positions * 4] each in [0, 1]; 0 for what lies outside, and for positions that are NaN. */
  readonly shares: Float64Array;
}

/** Nearer to a pixel centre than this, in pixels, is on it: quarter turns come out exact. */
const ON_CENTRE = 1e-9;

export const emptyPlan = (positions: number): SamplingPlan => ({
  corners: new Int32Array(4 * positions),
  shares: new Float64Array(4 * positions),
});

/**
 * @param positions [positions * 2] (x, y), each in [-1, 1]² inside the image; NaN sees nothing
 * @param plan to be filled, where one of so many positions is done with
 */
export function planSampling(
  size: PlaneSize,
  positions: ArrayLike<number>,
  outside: Outside = 'black',
  plan = emptyPlan(positions.length / 2),
): SamplingPlan {
  const { height, width } = size;
  plan.shares.fill(0);
  for (let i = 0; i < positions.length / 2; i++) {
    const column = pixelAt(positions[2 * i]!, width, outside);
    const row = pixelAt(positions[2 * i + 1]!, height, outside);
    if (outside === 'sphere') planOnSphere(plan, i, column, row, size);
    else planOnPlane(plan, i, column, row, size);
  }
  return plan;
}

/** Pixel index, between pixels a fraction, of a position in [-1, 1]: pixelCentre's inverse. */
function pixelAt(position: number, count: number, outside: Outside): number {
  const index = ((position + 1) / 2) * count - 0.5;
  const inside = outside === 'edge' ? Math.min(count - 1, Math.max(0, index)) : index;
  const nearest = Math.round(inside);
  return Math.abs(inside - nearest) < ON_CENTRE ? nearest : inside;
}

function planOnPlane(
  { corners, shares }: SamplingPlan,
  position: number,
  column: number,
  row: number,
  { height, width }: PlaneSize,
): void {
  // Stated so that NaN, too, falls outside.
  if (!(column > -1 && column < width && row > -1 && row < height)) return;
  const left = Math.floor(column);
  const top = Math.floor(row);
  for (let corner = 0; corner < 4; corner++) {
    const x = left + (corner & 1);
    const y = top + (corner >> 1);
    if (x < 0 || x >= width || y < 0 || y >= height) continue;
    corners[4 * position + corner] = y * width + x;
    shares[4 * position + corner] = (1 - Math.abs(column - x)) * (1 - Math.abs(row - y));
  }
}

function planOnSphere(
  { corners, shares }: SamplingPlan,
  position: number,
  column: number,
  row: number,
  size: PlaneSize,
): void {
  if (!(Number.isFinite(column) && Number.isFinite(row))) return;
  const left = Math.floor(column);
  const top = Math.floor(row);
  for (let corner = 0; corner < 4; corner++) {
    const x = left + (corner & 1);
    const y = top + (corner >> 1);
    corners[4 * position + corner] = pixelOnSphere(x, y, size);
    shares[4 * position + corner] = (1 - Math.abs(column - x)) * (1 - Math.abs(row - y));
  }
}

/**
 * @param images [count, pixels, channels], any number of images
 * @returns [count, positions, channels]
 */
export function sample(
  images: Float32Array,
  { height, width, channels }: ImageSize,
  plan: SamplingPlan,
): Float32Array<ArrayBuffer> {
  const imageSize = height * width * channels;
  const count = images.length / imageSize;
  const resultSize = (plan.corners.length / 4) * channels;
  const result = new Float32Array(count * resultSize);
  for (let image = 0; image < count; image++) {
    const source = { images, start: image * imageSize, channels };
    sampleInto(result, image * resultSize, source, plan);
  }
  return result;
}

/** Samples the one image that begins at `start`, into the values of `result` from `at`. */
export function sampleInto(
  result: Float32Array,
  at: number,
  { images, start, channels }: { images: Float32Array; start: number; channels: number },
  { corners, shares }: SamplingPlan,
): void {
  let to = at;
  for (let first = 0; first < corners.length; first += 4) {
    for (let channel = 0; channel < channels; channel++, to++) {
      let value = 0;
      for (let corner = first; corner < first + 4; corner++) {
        value += shares[corner]! * images[start + corners[corner]! * channels + channel]!;
      }
      result[to] = value;
    }
  }
}
