/**
 * The edges of what is in the image, white on black, one pixel wide.
 *
 *   value ← (1 − strength) · value + strength · edge
 *   edges by Canny: blur; Sobel gradients; what is largest across the edge; then all above the
 *   threshold `high`, and what is above `low` and joined to it
 *
 * Colour: edges of the luminance, white in every channel. What to expect: the outline says as much
 * to a person; to a model a stroke has become two thin ones.
 *
 * Canny 1986, IEEE PAMI 8(6), as scikit-image's `canny`, whose defaults are MNIST-C's `canny_edges`
 * (Mu and Gilmer 2019, arXiv:1906.02337). Beyond the edge the image is 0, made up for by what the
 * blur of a full image loses there; the outermost pixels hold no edge.
 */
import { number } from '../core/options.ts';
import { createGaussianFilter } from './imaging/gaussianFilter.ts';
import { readLuminance } from './imaging/luminance.ts';
import { clip, defineTransform, type ImageSize } from './transform.ts';

export const cannyEdges = defineTransform({
  id: 'canny-edges',
  label: 'Canny edges',
  summary: 'Leaves the outlines alone, one pixel wide: to a model a stroke becomes two.',
  reference: 'Canny 1986, IEEE PAMI 8(6)',
  group: 'light',
  example: { strength: 1 },
  options: {
    strength: number({
      label: 'Canny edges',
      help: '0 is the image, 1 its edges alone.',
      default: 0,
      min: 0,
      max: 1,
    }),
    deviation: number({
      label: 'Blur',
      help: 'Standard deviation of the blur before: more leaves out finer edges.',
      default: 1,
      min: 0,
      max: 4,
      unit: 'pixels',
    }),
    low: number({
      label: 'Low threshold',
      help: 'Gradient above which an edge goes on; never above the high threshold.',
      default: 0.1,
      min: 0,
      max: 2,
    }),
    high: number({
      label: 'High threshold',
      help: 'Gradient above which an edge begins.',
      default: 0.2,
      min: 0,
      max: 2,
    }),
  },

  change({ strength, deviation, low, high }, size) {
    const find = createEdgeFinder(size, deviation, Math.min(low, high), high);
    return (values) => {
      if (strength === 0) return;
      const edges = find(values);
      for (let i = 0; i < values.length; i++) {
        const edge = edges[Math.floor(i / size.channels)] === EDGE ? 1 : 0;
        values[i] = clip((1 - strength) * values[i]! + strength * edge);
      }
    };
  },
});

const CANDIDATE = 1; // above the low threshold
const EDGE = 2;

/** @returns a function that marks [height * width] as EDGE or not, in an array of its own */
function createEdgeFinder(size: ImageSize, deviation: number, low: number, high: number) {
  const { height, width } = size;
  const pixels = height * width;
  const blur = createGaussianFilter({ height, width, channels: 1 }, deviation, 'zero');
  const full = new Float64Array(pixels).fill(1);
  blur(full);
  const smooth = new Float64Array(pixels);
  const across = new Float64Array(pixels); // the gradient along x
  const down = new Float64Array(pixels);
  const slope = new Float64Array(pixels);
  const marks = new Uint8Array(pixels);
  return (values: Float32Array): Uint8Array => {
    readLuminance(values, size, smooth);
    blur(smooth);
    for (let i = 0; i < pixels; i++) smooth[i]! /= full[i]! + Number.EPSILON;
    readSobel(smooth, size, across, down);
    for (let i = 0; i < pixels; i++) slope[i] = Math.hypot(across[i]!, down[i]!);
    marks.fill(0);
    for (let row = 1; row < height - 1; row++) {
      for (let i = row * width + 1; i < (row + 1) * width - 1; i++) {
        if (slope[i]! < low || !isRidge(slope, i, down[i]!, across[i]!, width)) continue;
        marks[i] = slope[i]! >= high ? EDGE : CANDIDATE;
      }
    }
    followEdges(marks, width);
    return marks;
  };
}

/** Gradients by Sobel's operator, unscaled; beyond the edge the last pixel goes on. */
function readSobel(
  values: Float64Array,
  { height, width }: ImageSize,
  across: Float64Array,
  down: Float64Array,
): void {
  for (let row = 0; row < height; row++) {
    const above = Math.max(0, row - 1) * width;
    const here = row * width;
    const below = Math.min(height - 1, row + 1) * width;
    for (let column = 0; column < width; column++) {
      const left = Math.max(0, column - 1);
      const right = Math.min(width - 1, column + 1);
      const at = (line: number, place: number) => values[line + place]!;
      across[here + column] =
        at(above, right) -
        at(above, left) +
        2 * (at(here, right) - at(here, left)) +
        at(below, right) -
        at(below, left);
      down[here + column] =
        at(below, left) -
        at(above, left) +
        2 * (at(below, column) - at(above, column)) +
        at(below, right) -
        at(above, right);
    }
  }
}

/**
 * Is the slope at pixel `i` the largest along its gradient? Ahead, between the two neighbours that the
 * gradient points between, the slope is interpolated, and so it is behind. Ties of the two parts of
 * the gradient go as in scikit-image.
 */
function isRidge(slope: Float64Array, i: number, dy: number, dx: number, width: number): boolean {
  const here = slope[i]!;
  if (!(here > 0)) return false;
  const steep = Math.abs(dy);
  const flat = Math.abs(dx);
  const pointsUp = dx * dy <= 0; // to the upper right, or to the lower left
  const diagonal = pointsUp ? 1 - width : 1 + width;
  const isSteep = pointsUp ? steep >= flat : steep > flat;
  const straight = isSteep ? diagonal - 1 : 1;
  const weight = isSteep ? flat / steep : steep / flat;
  const ahead = weight * slope[i + diagonal]! + (1 - weight) * slope[i + straight]!;
  const behind = weight * slope[i - diagonal]! + (1 - weight) * slope[i - straight]!;
  return ahead <= here && behind <= here;
}

/** Candidates that touch an edge, by a side or a corner, become edges. */
function followEdges(marks: Uint8Array, width: number): void {
  const open: number[] = [];
  marks.forEach((mark, i) => {
    if (mark === EDGE) open.push(i);
  });
  const around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const offset of around) {
      if (marks[at + offset] !== CANDIDATE) continue;
      marks[at + offset] = EDGE;
      open.push(at + offset);
    }
  }
}
