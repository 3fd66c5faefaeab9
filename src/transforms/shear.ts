/**
 * Slants the image sideways about its centre, as italics do.
 *
 *   result(x, y) = source(x + slant · y, y / height)   in pixels from the centre, y down
 *
 * A slant of 1 is 45°. What to expect: like a rotation of the upright strokes alone.
 *
 * MNIST-C's `shear` is the linear map of scikit-image's AffineTransform of 2019 at 0.4 radians,
 * which looks at (x − sin 0.4 · y, cos 0.4 · y): a slant of sin 0.4, a height of 1 / cos 0.4 (Mu and
 * Gilmer 2019, arXiv:1906.02337).
 */
import { aboutCentre } from '../core/geometry.ts';
import { number, toggle } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const shear = defineTransform({
  id: 'shear',
  label: 'Shear',
  summary: 'Slants the image sideways, as italics do; 1 is 45 degrees.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'geometry',
  example: { slant: 0.4 },
  options: {
    slant: number({
      label: 'Shear',
      help: 'Positive leans the top to the right.',
      default: 0,
      min: -1,
      max: 1,
      unit: 'pixels per row',
    }),
    height: number({
      label: 'Height',
      help: 'How much taller what is in the image becomes as it slants.',
      default: 1,
      min: 0.5,
      max: 2,
      unit: '×',
    }),
    eitherWay: toggle({
      label: 'Either way',
      help: 'Each image leans this way or the opposite one, by its own coin.',
      default: false,
    }),
  },

  drawsMap: ({ eitherWay }) => eitherWay,
  inverse({ slant, height, eitherWay }, size, random) {
    const sign = eitherWay && random.uniform(0) < 0.5 ? -1 : 1;
    return aboutCentre([1, sign * slant, 0, 1 / height], size);
  },
});
