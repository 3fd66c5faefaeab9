/**
 * Two stripes in negative, along the left edge and the right one.
 *
 *   value ← 1 − value in the outer columns: share · width of them, rounded, on each side
 *
 * What to expect: the digit itself is hardly touched; what breaks is broken by the ground alone.
 * Colour: each channel by itself.
 *
 * MNIST-C's `stripe` inverts 7 of 28 columns on each side (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { number } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const stripe = defineTransform({
  id: 'stripe',
  label: 'Stripe',
  summary: 'Two stripes in negative at the sides: the digit stays, its ground changes.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'light',
  example: { share: 0.25 },
  options: {
    share: number({
      label: 'Stripe',
      help: 'Width of each stripe, as a share of the image’s width.',
      default: 0,
      min: 0,
      max: 0.5,
    }),
  },

  change({ share }, { width, channels }) {
    const columns = Math.round(share * width);
    return (values) => {
      for (let index = 0; index < values.length; index++) {
        const column = Math.floor(index / channels) % width;
        const isInside = column >= columns && column < width - columns;
        if (!isInside) values[index] = 1 - values[index]!;
      }
    };
  },
});
