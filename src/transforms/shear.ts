/**
 * Slants the image sideways about its centre, as italics do.
 *
 *   result(x, y) = source(x + slant · y, y)   in pixels from the centre, y down
 *
 * A slant of 1 is 45°. What to expect: like a rotation of the upright strokes alone.
 *
 * MNIST-C's `shear` slants by up to 0.4 (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { aboutCentre } from '../core/geometry.ts';
import { number } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const shear = defineTransform({
  id: 'shear',
  label: 'Shear',
  summary: 'Slants the image sideways, as italics do; 1 is 45 degrees.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  options: {
    slant: number({
      label: 'Shear',
      help: 'Positive leans the top to the right.',
      default: 0,
      min: -1,
      max: 1,
      unit: 'pixels per row',
    }),
  },

  inverse: ({ slant }, size) => aboutCentre([1, slant, 0, 1], size),
});
