/**
 * AdamW: Adam, and apart from it every weight shrinks a little at each step.
 *
 *   value ← value − rate · decay · value, then Adam's step
 *
 * Loshchilov and Hutter 2017, arXiv:1711.05101, algorithm 2.
 */
import { number } from '../../core/options.ts';
import { adamMove, adamOptions } from './adam.ts';
import { defineOptimiser } from './optimiser.ts';

export const adamW = defineOptimiser({
  id: 'adamw',
  label: 'AdamW',
  summary: 'Adam with weights that shrink a little at each step, against learning by heart.',
  reference: 'Loshchilov and Hutter 2017, arXiv:1711.05101',
  options: {
    ...adamOptions,
    weightDecay: number({
      label: 'Weight decay',
      help: 'Share of rate times weight that goes at each step; biases and gains are left alone.',
      default: 0.01,
      min: 0,
      max: 1,
      scale: 'logarithmic',
    }),
  },
  slots: ['mean', 'square'],
  move: (kernels, move, options) =>
    adamMove(kernels, move, options, move.decays ? options.weightDecay : 0),
});
