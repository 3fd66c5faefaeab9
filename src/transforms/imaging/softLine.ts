/**
 * A line with soft edges, laid over an image: the value at a pixel is log(1 − d / radius) + 1, where
 * d is how many pixels the line is above or below it, and 0 from where that is negative.
 *
 * As `line_from_points` of MNIST-C (Mu and Gilmer 2019, arXiv:1906.02337), whose radius is 2.3. Drawn
 * from left to right, over the columns from ⌊x of the start⌋ up to, but not with, ⌈x of the end⌉.
 */
import type { ImageSize } from '../../core/geometry.ts';
import { clip } from '../transform.ts';

type Point = readonly [column: number, row: number];

export interface SoftLine {
  readonly from: Point;
  readonly to: Point;
  /** In pixels; no wider than this above and below. */
  readonly radius: number;
  /** How bright, in [0, 1]. */
  readonly strength: number;
  /** Columns left out. */
  readonly isGap?: (column: number) => boolean;
}

/** Adds the line to every channel and clips. */
export function drawLine(
  values: Float32Array,
  { height, width, channels }: ImageSize,
  { from, to, radius, strength, isGap }: SoftLine,
): void {
  if (from[0] === to[0]) return;
  const slope = (to[1] - from[1]) / (to[0] - from[0]);
  const end = Math.min(width, Math.ceil(to[0]));
  for (let column = Math.max(0, Math.floor(from[0])); column < end; column++) {
    if (isGap?.(column)) continue;
    const middle = slope * (column - from[0]) + from[1];
    const first = Math.max(0, Math.ceil(middle - radius));
    const last = Math.min(height - 1, Math.floor(middle + radius));
    for (let row = first; row <= last; row++) {
      const light = Math.log(1 - Math.abs(row - middle) / radius) + 1;
      if (!(light > 0)) continue;
      const pixel = (row * width + column) * channels;
      for (let i = pixel; i < pixel + channels; i++)
        values[i] = clip(values[i]! + strength * light);
    }
  }
}
