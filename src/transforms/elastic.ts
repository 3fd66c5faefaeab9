/**
 * Pushes every place its own way, neighbours alike: handwriting's own unsteadiness.
 *
 *   result(p) = source(p + push(p)), push = independent uniform noise, blurred, in pixels
 *   amplitude = root mean square of the push along each axis, away from the edge
 *
 * Each image has a push of its own. What to expect: digits stay legible up to about 2 pixels at a
 * smoothness of 4; a small smoothness tears strokes apart.
 *
 * Simard, Steinkraus and Platt 2003, "Best practices for convolutional neural networks" (ICDAR).
 */
import { number } from '../core/options.ts';
import type { RandomStream } from '../core/random.ts';
import { createGaussianFilter, noiseLeftBy } from './imaging/gaussianFilter.ts';
import { defineTransform, type ImageSize, type InverseMap } from './transform.ts';

/** Of a uniform draw in [-1, 1]. */
const UNIFORM_DEVIATION = 1 / Math.sqrt(3);

export const elastic = defineTransform({
  id: 'elastic',
  label: 'Elastic warp',
  summary: 'Pushes every place its own way, neighbours alike, as an unsteady hand does.',
  reference: 'Simard, Steinkraus and Platt 2003, ICDAR',
  group: 'geometry',
  example: { amplitude: 1.5 },
  options: {
    amplitude: number({
      label: 'Elastic warp',
      help: 'How far places are pushed, as a root mean square.',
      default: 0,
      min: 0,
      max: 5,
      unit: 'pixels',
    }),
    smoothness: number({
      label: 'Smoothness',
      help: 'Over what distance neighbours are pushed alike.',
      default: 4,
      min: 1,
      max: 10,
      unit: 'pixels',
    }),
  },

  drawsMap: ({ amplitude }) => amplitude > 0,
  inverse({ amplitude, smoothness }, size, random) {
    if (amplitude === 0) return (x, y) => [x, y];
    return createPush(size, amplitude, smoothness, random);
  },
});

function createPush(
  { height, width }: ImageSize,
  amplitude: number,
  smoothness: number,
  random: RandomStream,
): InverseMap {
  const push = random.uniforms(height * width * 2, -1, 1); // x and y of each pixel
  createGaussianFilter({ height, width, channels: 2 }, smoothness, 'nearest')(push);
  const factor = amplitude / (UNIFORM_DEVIATION * noiseLeftBy(smoothness));
  return (x, y) => {
    // Between pixel centres the push is interpolated, beyond the outermost ones it stays.
    const column = Math.min(width - 1, Math.max(0, ((x + 1) / 2) * width - 0.5));
    const row = Math.min(height - 1, Math.max(0, ((y + 1) / 2) * height - 0.5));
    const left = Math.min(Math.floor(column), Math.max(0, width - 2));
    const top = Math.min(Math.floor(row), Math.max(0, height - 2));
    const across = column - left;
    const along = row - top;
    const at = (top * width + left) * 2;
    const toRight = width > 1 ? 2 : 0;
    const toBelow = height > 1 ? 2 * width : 0;
    const read = (axis: number) =>
      (1 - along) * ((1 - across) * push[at + axis]! + across * push[at + toRight + axis]!) +
      along *
        ((1 - across) * push[at + toBelow + axis]! + across * push[at + toBelow + toRight + axis]!);
    return [x + (2 * factor * read(0)) / width, y + (2 * factor * read(1)) / height];
  };
}
