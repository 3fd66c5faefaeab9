/**
 * Salt and pepper: some values become 1 or 0, whatever they were.
 *
 *   a share of `amount` of the values is replaced, half of them by 1, half by 0
 *
 * What to expect: on digits pepper is seen on strokes alone, salt everywhere: a model that takes the
 * maximum over pixels sees little but salt. Colour: each channel by itself.
 *
 * MNIST-C's `impulse_noise` replaces 17 % (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { number } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const impulseNoise = defineTransform({
  id: 'impulse-noise',
  label: 'Impulse noise',
  summary: 'Salt and pepper: some pixels become full or black, whatever they were.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'noise',
  example: { amount: 0.17 },
  strengths: [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1],
  options: {
    amount: number({
      label: 'Impulse noise',
      help: 'Share of the values that are replaced.',
      default: 0,
      min: 0,
      max: 1,
    }),
  },

  change:
    ({ amount }) =>
    (values, random) => {
      for (let index = 0; index < values.length; index++) {
        if (random.uniform(2 * index) >= amount) continue;
        values[index] = random.uniform(2 * index + 1) < 0.5 ? 1 : 0;
      }
    },
});
