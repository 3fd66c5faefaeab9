/**
 * Random Fourier features with bounded frequencies: as Gaussian Fourier, but no wave is ever faster
 * than the bound.
 *
 *   coords     [rows, dimensions]  each in [-1, 1]
 *   projection [dimensions, waves] fixed, each entry uniform in ±bandwidth, cycles per unit
 *   features   [rows, 2 * waves]   all sines, then all cosines
 *
 * The bandwidth is the knob: small, and neighbours look alike; large, and every pixel is a stranger
 * to the next. At the same deviation (bandwidth / √3) it lacks the few fast waves of a Gaussian.
 *
 * Rahimi and Recht 2007, "Random features for large-scale kernel machines" (NIPS); bounded
 * frequencies as in Lindell et al. 2022, arXiv:2112.04645 (BACON).
 */
import { integer, number } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { sinesAndCosines } from './terms/waves.ts';

export const uniformFourier = defineEncoding({
  id: 'uniform-fourier',
  label: 'Uniform Fourier',
  summary:
    'Waves of random direction, none faster than the bandwidth. Compare with Gaussian Fourier, which has a few fast ones.',
  reference: 'Rahimi and Recht 2007, "Random features for large-scale kernel machines"',
  knob: 'bandwidth',
  options: {
    waves: integer({
      label: 'Frequencies',
      help: 'Waves of random direction; each gives a sine and a cosine.',
      default: 64,
      min: 1,
      max: 512,
    }),
    bandwidth: number({
      label: 'Bandwidth',
      help: 'The fastest wave along an axis. Small: smooth. Large: every pixel a place of its own.',
      default: 1,
      min: 0,
      max: 30,
      unit: 'cycles per unit',
    }),
  },
  outputWidth: ({ waves }) => 2 * waves,
  parameters: ({ waves, bandwidth }, { dimensions }) => [
    {
      name: 'projection',
      shape: [dimensions, waves],
      initial: { kind: 'uniform', bound: bandwidth },
      trained: false,
    },
  ],
  encode(ops, parameter, coords) {
    const cycles = ops.matMul(coords, parameter('projection')); // [rows, waves]
    return sinesAndCosines(ops, ops.affine(cycles, 2 * Math.PI));
  },
});
