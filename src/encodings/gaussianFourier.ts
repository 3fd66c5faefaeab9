/**
 * Gaussian Fourier features: look at a place through waves of random direction and frequency.
 *
 *   coords     [rows, dimensions]  each in [-1, 1]
 *   projection [dimensions, waves] fixed, drawn from N(0, bandwidth²), cycles per unit
 *   features   [rows, 2 * waves]   all sines, then all cosines
 *
 * The bandwidth is the knob: small, and neighbours look alike (a smooth prior); large, and every
 * pixel is a stranger to the next, which lets a model learn each by heart.
 *
 * Tancik et al. 2020, arXiv:2006.10739.
 */
import { integer, number } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { sinesAndCosines } from './terms/waves.ts';

export const gaussianFourier = defineEncoding({
  id: 'gaussian-fourier',
  label: 'Gaussian Fourier',
  summary:
    'Waves of random direction and frequency. The bandwidth sets how soon neighbours stop looking alike.',
  reference: 'Tancik et al. 2020, arXiv:2006.10739',
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
      help: 'Small: smooth over the image. Large: every pixel a place of its own.',
      default: 0.5,
      min: 0,
      max: 20,
      unit: 'cycles per unit',
    }),
  },
  outputWidth: ({ waves }) => 2 * waves,
  parameters: ({ waves, bandwidth }, { dimensions }) => [
    {
      name: 'projection',
      shape: [dimensions, waves],
      initial: { kind: 'normal', deviation: bandwidth },
      trained: false,
    },
  ],
  encode(ops, parameter, coords) {
    const cycles = ops.matMul(coords, parameter('projection')); // [rows, waves]
    return sinesAndCosines(ops, ops.affine(cycles, 2 * Math.PI)); // [rows, 2 * waves]
  },
});
