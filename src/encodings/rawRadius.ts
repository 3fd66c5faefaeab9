/**
 * Raw coordinates and the distance from the middle of the image.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features [rows, dimensions + 1]: the coordinates, then r = √(x² + y²), in [0, √2] inside
 *
 * As coarse as raw coordinates, but "near the edge" no longer needs a hidden layer. The centre is
 * (0, 0). (The first published snippet of CoordConv measured r from (0.5, 0.5) after scaling to
 * [-1, 1], and many copies still do.)
 *
 * Liu et al. 2018, arXiv:1807.03247.
 */
import { defineEncoding } from './encoding.ts';
import { radiusOf } from './terms/polar.ts';

export const rawRadius = defineEncoding({
  id: 'raw-radius',
  label: 'Raw and radius',
  summary: 'x, y and the distance from the middle. Smooth and coarse, with the edge told apart.',
  reference: 'Liu et al. 2018, arXiv:1807.03247',
  knob: null,
  options: {},
  outputWidth: (_, { dimensions }) => dimensions + 1,
  parameters: () => [],
  encode: (ops, _parameter, coords) => ops.concat([coords, radiusOf(ops, coords)], 1),
});
