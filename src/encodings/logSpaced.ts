/**
 * Waves along each axis whose frequencies grow by equal factors, as many as are wanted.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features [rows, 2 * dimensions * waves] sin(π f x), then cos(π f x), axis by axis;
 *            f = fastest^(j / waves), j = 0 … waves − 1, in waves over the image
 *
 * Log-linear is the case of factor 2; here the number of waves and the fastest of them are set
 * apart. The fastest is the knob: about 1 is smooth, half the pixels changes sign from pixel to
 * pixel.
 *
 * Tancik et al. 2020, arXiv:2006.10739, "positional encoding" with scale σ.
 */
import { integer, number } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { alongEachAxis, sinesAndCosines } from './terms/waves.ts';

export const logSpaced = defineEncoding({
  id: 'log-spaced',
  label: 'Log-spaced (σ)',
  summary:
    'Waves along each axis, each faster by the same factor. How many and how fast are set apart.',
  reference: 'Tancik et al. 2020, arXiv:2006.10739',
  knob: 'fastest',
  options: {
    fastest: number({
      label: 'Fastest wave, σ',
      help: 'Near 1: smooth. Half the pixels of a side: changes sign from pixel to pixel.',
      default: 8,
      min: 1,
      max: 64,
      scale: 'logarithmic',
      unit: 'per image',
    }),
    waves: integer({
      label: 'Frequencies',
      help: 'Along each axis; each gives a sine and a cosine.',
      default: 8,
      min: 1,
      max: 64,
    }),
  },
  outputWidth: ({ waves }, { dimensions }) => 2 * dimensions * waves,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { fastest, waves }, plane: { dimensions } }) {
    const factors = Array.from({ length: waves }, (_, j) => Math.PI * fastest ** (j / waves));
    return sinesAndCosines(ops, ops.matMul(coords, alongEachAxis(ops, factors, dimensions)));
  },
});
