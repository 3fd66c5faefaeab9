/**
 * Makes what is in the image larger or smaller about the centre.
 *
 *   factor 1 = unchanged, 2 = twice as large, 0.5 = half as large
 *
 * What to expect: kernels and encodings have seen one stroke width; strokes grow with the image.
 * Below about 0.5 bilinear sampling skips pixels (it does not average): fine strokes get lost.
 *
 * MNIST-C's `scale` shrinks to 0.7 (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { aboutCentre } from '../core/geometry.ts';
import { number } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const scale = defineTransform({
  id: 'scale',
  label: 'Scale',
  summary: 'Makes what is in the image larger or smaller about the centre, its strokes included.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'geometry',
  example: { factor: 0.7 },
  options: {
    factor: number({
      label: 'Scale',
      help: 'Above 1 makes what is in the image larger, below 1 smaller.',
      default: 1,
      min: 0.25,
      max: 2,
      unit: '×',
    }),
  },

  inverse: ({ factor }, size) => aboutCentre([1 / factor, 0, 0, 1 / factor], size),
});
