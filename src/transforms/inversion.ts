/**
 * The negative: ink becomes ground.
 *
 *   value ← value + strength · (1 − 2 value); 1 is the whole negative, ½ plain grey
 *
 * What to expect: people hardly mind. Models that never saw it fail, all the more where black pixels
 * mean "nothing here". Colour: each channel by itself.
 *
 * `inverse` of MNIST-C's code (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { number } from '../core/options.ts';
import { clip, defineTransform } from './transform.ts';

export const inversion = defineTransform({
  id: 'inversion',
  label: 'Inversion',
  summary: 'The negative: ink becomes ground. People hardly mind, models do.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'light',
  example: { strength: 1 },
  options: {
    strength: number({
      label: 'Inversion',
      help: '1 is the whole negative; half-way all is grey.',
      default: 0,
      min: 0,
      max: 1,
    }),
  },

  change:
    ({ strength }) =>
    (values) => {
      for (let index = 0; index < values.length; index++) {
        values[index] = clip(values[index]! + strength * (1 - 2 * values[index]!));
      }
    },
});
