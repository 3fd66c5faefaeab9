/**
 * Learned Gabor features: waves that live near a place of their own. All of it is trained.
 *
 *   coords     [rows, dimensions]  each in [-1, 1]
 *   centre     [waves, dimensions] from U(±1)
 *   narrowness [waves]             1 / width for all: the deviation of the bump is its inverse
 *   frequency  [dimensions, waves] from N(0, (2 / width)²), radians per unit
 *   phase      [waves]             from U(±π)
 *   features   [rows, waves]       exp(−½ narrowness² |c − centre|²) · sin(c · frequency + phase)
 *
 * Between waves, which know every place a little, and bumps, which know one well. The width at the
 * start is the knob: wide is smooth and global, narrow is local and fine (a bump holds about one
 * wave whatever its width).
 *
 * Fathony et al. 2021, "Multiplicative filter networks" (ICLR 2021), Gabor filters, whose start draws
 * the narrowness from a Gamma distribution instead.
 */
import { integer, number } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';

export const gabor = defineEncoding({
  id: 'gabor',
  label: 'Learned Gabor',
  summary: 'Waves that live near a place of their own; place, width and frequency are trained.',
  reference: 'Fathony et al. 2021, "Multiplicative filter networks" (ICLR)',
  knob: 'width',
  options: {
    waves: integer({
      label: 'Waves',
      help: 'Each gives one feature, at home in one part of the image.',
      default: 96,
      min: 1,
      max: 512,
    }),
    width: number({
      label: 'Width at the start',
      help: 'Deviation of the bumps. Large: smooth, all over the image. Small: local and fine.',
      default: 0.4,
      min: 0.02,
      max: 4,
      scale: 'logarithmic',
      unit: 'units',
    }),
  },
  outputWidth: ({ waves }) => waves,
  parameters: ({ waves, width }, { dimensions }) => [
    {
      name: 'centre',
      shape: [waves, dimensions],
      initial: { kind: 'uniform', bound: 1 },
      trained: true,
    },
    {
      name: 'narrowness',
      shape: [waves],
      initial: { kind: 'constant', value: 1 / width },
      trained: true,
    },
    {
      name: 'frequency',
      shape: [dimensions, waves],
      initial: { kind: 'normal', deviation: 2 / width },
      trained: true,
    },
    {
      name: 'phase',
      shape: [waves],
      initial: { kind: 'uniform', bound: Math.PI },
      trained: true,
    },
  ],
  encode(ops, parameter, coords) {
    const [rows, dimensions] = coords.shape as [number, number];
    const offset = ops.sub(ops.reshape(coords, [rows, 1, dimensions]), parameter('centre'));
    const distance = ops.sum(ops.square(offset), [2]); // squared: [rows, waves]
    const exponent = ops.mul(distance, ops.square(parameter('narrowness')));
    const wave = ops.sin(ops.dense(coords, parameter('frequency'), parameter('phase')));
    return ops.mul(ops.exp(ops.affine(exponent, -0.5)), wave);
  },
});
