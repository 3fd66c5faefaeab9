/**
 * Moves what is in the image, by fractions of a pixel if asked.
 *
 *   result(x, y) = source(x − shift x, y − shift y)   in pixels; outside is black
 *
 * What to expect: a model whose every layer treats all places alike notices only what the edge cuts
 * off; one that is told where pixels are has to have learned to forgive.
 *
 * MNIST-C's `translate` moves by 3 pixels on both axes, one way or the other (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { lookAside } from '../core/geometry.ts';
import { number, toggle } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const shift = defineTransform({
  id: 'shift',
  label: 'Shift',
  summary:
    'Moves what is in the image. Tests whether a model ties what it knows to where it learned it.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'geometry',
  example: { x: 3 },
  options: {
    x: number({
      label: 'Shift x',
      help: 'Positive moves what is in the image to the right.',
      default: 0,
      min: -14,
      max: 14,
      unit: 'pixels',
    }),
    y: number({
      label: 'Shift y',
      help: 'Positive moves what is in the image down.',
      default: 0,
      min: -14,
      max: 14,
      unit: 'pixels',
    }),
    eitherWay: toggle({
      label: 'Either way',
      help: 'Each image moves this way or the opposite one, by one coin for each axis.',
      default: false,
    }),
  },

  drawsMap: ({ eitherWay }) => eitherWay,
  inverse({ x, y, eitherWay }, size, random) {
    const signOf = (coin: number) => (eitherWay && random.uniform(coin) < 0.5 ? 1 : -1);
    return lookAside(signOf(0) * x, signOf(1) * y, size);
  },
});
