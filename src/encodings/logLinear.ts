/**
 * Log-linear waves along each axis, as in NeRF: every octave twice as fast as the one before.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features [rows, 2 * dimensions * octaves] all sines, then all cosines; within each, axis by
 *            axis, octave by octave: sin(2^k π x)
 *            (+ dimensions raw coordinates at the end when asked)
 *
 * More octaves tell nearer places apart; beyond log2(pixels / 2) the fastest wave changes sign
 * from pixel to pixel and only adds noise. Waves lie along the axes, so diagonals are harder.
 *
 * Mildenhall et al. 2020, arXiv:2003.08934, equation 4.
 */
import { integer, toggle } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { alongEachAxis, octavesOf, sinesAndCosines } from './terms/waves.ts';

export const logLinear = defineEncoding({
  id: 'log-linear',
  label: 'Log-linear (NeRF)',
  summary:
    'Sines and cosines along each axis, every octave twice as fast. More octaves tell nearer places apart.',
  reference: 'Mildenhall et al. 2020, arXiv:2003.08934',
  knob: 'octaves',
  options: {
    octaves: integer({
      label: 'Octaves',
      help: 'Each adds a wave twice as fast. Past log2(pixels / 2) it only adds noise.',
      default: 4,
      min: 1,
      max: 10,
    }),
    includeRaw: toggle({
      label: 'Raw coordinates, too',
      help: 'Adds x and y as they are: an anchor that no wave repeats.',
      default: true,
    }),
  },
  outputWidth: ({ octaves, includeRaw }, { dimensions }) =>
    2 * dimensions * octaves + (includeRaw ? dimensions : 0),
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { octaves, includeRaw }, plane: { dimensions } }) {
    const factors = alongEachAxis(ops, octavesOf(octaves), dimensions);
    const waves = sinesAndCosines(ops, ops.matMul(coords, factors));
    return includeRaw ? ops.concat([waves, coords], 1) : waves;
  },
});
