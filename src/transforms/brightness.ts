/**
 * Makes everything brighter or darker by the same amount: grey of black, too.
 *
 *   value ← clip(value + amount, 0, 1)
 *
 * Colour: `value` is that of hue, saturation and value, the largest of the channels; the others keep
 * their share of it, and black becomes grey. What to expect: a model that sums over pixels sees ink
 * everywhere; contrast with the ground halves at 0.5.
 *
 * MNIST-C's `brightness` adds 0.5 (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { number } from '../core/options.ts';
import { clip, defineTransform } from './transform.ts';

export const brightness = defineTransform({
  id: 'brightness',
  label: 'Brightness',
  summary: 'Makes everything brighter or darker by the same amount, the black background, too.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'light',
  example: { amount: 0.5 },
  options: {
    amount: number({
      label: 'Brightness',
      help: 'What is added, where black is 0 and full is 1.',
      default: 0,
      min: -1,
      max: 1,
    }),
  },

  change:
    ({ amount }, { channels }) =>
    (values) => {
      for (let start = 0; start < values.length; start += channels) {
        let brightest = 0;
        for (let i = start; i < start + channels; i++) brightest = Math.max(brightest, values[i]!);
        const wanted = clip(brightest + amount);
        for (let i = start; i < start + channels; i++) {
          values[i] = brightest > 0 ? clip((values[i]! / brightest) * wanted) : wanted;
        }
      }
    },
});
