/**
 * Draws a dotted line across the image, from edge to edge.
 *
 *   from a random row at the left edge to one at the right; two columns out, two columns drawn
 *
 * Added to every channel and clipped. What to expect: a stroke more, which a person leaves out at
 * once; to a model it is ink.
 *
 * MNIST-C's `dotted_line` has strength 1 and a radius of 2.3 (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { number } from '../core/options.ts';
import { drawLine } from './imaging/softLine.ts';
import { defineTransform } from './transform.ts';

const DOT = 2; // columns, as many as between dots

export const dottedLine = defineTransform({
  id: 'dotted-line',
  label: 'Dotted line',
  summary: 'Draws a dotted line from edge to edge: a stroke that means nothing.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'overlay',
  example: { strength: 1 },
  options: {
    strength: number({
      label: 'Dotted line',
      help: 'How bright the line is.',
      default: 0,
      min: 0,
      max: 1,
    }),
    radius: number({
      label: 'Radius',
      help: 'How far the line’s soft edge reaches above and below.',
      default: 2.3,
      min: 1,
      max: 6,
      unit: 'pixels',
    }),
  },

  change:
    ({ strength, radius }, size) =>
    (values, random) => {
      const rowAt = (draw: number) => random.integer(draw, size.height - 1);
      drawLine(values, size, {
        from: [0, rowAt(0)],
        to: [size.width - 1, rowAt(1)],
        radius,
        strength,
        isGap: (column) => column % (2 * DOT) < DOT,
      });
    },
});
