/**
 * Stochastic gradient descent with momentum.
 *
 *   v ← momentum · v + gradient + decay · value
 *   value ← value − rate · v
 *
 * Polyak 1964; in this form Sutskever et al. 2013.
 */
import { number } from '../../core/options.ts';
import { defineOptimiser } from './optimiser.ts';

export const sgd = defineOptimiser({
  id: 'sgd',
  label: 'SGD with momentum',
  summary:
    'Down the gradient, with a memory of the direction. Wants a larger learning rate than Adam.',
  reference: 'Sutskever et al. 2013, ICML',
  options: {
    momentum: number({ label: 'Momentum', default: 0.9, min: 0, max: 0.999 }),
    weightDecay: number({
      label: 'Weight decay',
      default: 0,
      min: 0,
      max: 1,
      scale: 'logarithmic',
    }),
  },
  slots: ['velocity'],
  move(kernels, { value, gradient, slots, learningRate, decays }, { momentum, weightDecay }) {
    const decay = decays ? weightDecay : 0;
    const moved = kernels.momentum(
      { value, gradient, velocity: slots[0]! },
      { rate: learningRate, momentum, decay },
    );
    return { value: moved.value, slots: [moved.velocity] };
  },
});
