/**
 * Turns the image about its centre, in pixels: also an image that is not square is turned, not bent.
 *
 *   angle in degrees, positive counter-clockwise on the screen
 *
 * What to expect: little happens for a few degrees; past 30° or so digits become
 * other digits to a model that saw upright ones alone. At 180° a 6 is a 9.
 *
 * MNIST-C's `rotate` turns by 0.4 radians, 23°, one way or the other (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { aboutCentre } from '../core/geometry.ts';
import { number, toggle } from '../core/options.ts';
import { defineTransform } from './transform.ts';

export const rotation = defineTransform({
  id: 'rotation',
  label: 'Rotation',
  summary: 'Turns the image about its centre. Few degrees are forgiven; half a turn makes a 6 a 9.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'geometry',
  example: { angle: 30 },
  options: {
    angle: number({
      label: 'Rotation',
      help: 'Positive turns counter-clockwise.',
      default: 0,
      min: -180,
      max: 180,
      unit: '°',
    }),
    eitherWay: toggle({
      label: 'Either way',
      help: 'Each image is turned this way or the opposite one, by its own coin.',
      default: false,
    }),
  },

  drawsMap: ({ eitherWay }) => eitherWay,
  inverse({ angle, eitherWay }, size, random) {
    const sign = eitherWay && random.uniform(0) < 0.5 ? -1 : 1;
    const radians = (sign * angle * Math.PI) / 180;
    const cosine = Math.cos(radians);
    const sine = Math.sin(radians);
    return aboutCentre([cosine, -sine, sine, cosine], size); // y points down
  },
});
