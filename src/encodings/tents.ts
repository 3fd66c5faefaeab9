/**
 * Tents: bumps of straight lines along each axis.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features [rows, dimensions * centres] in [0, 1], axis by axis: max(0, 1 − |x − t_k| / d)
 *
 * Centres t_k lie evenly, like pixel centres: (2k + 1) / centres − 1; d is a multiple of their
 * spacing. At 1 two neighbours share each place and sum to 1: a linear layer on top is then a table
 * read linearly between its entries. Wider is smoother; narrower leaves gaps where nothing is told.
 * Half a spacing beyond the outermost centres, and outside, a tent falls to 0 alone.
 *
 * Zheng et al. 2022, arXiv:2205.08987.
 */
import { pixelCentre } from '../core/coordinates.ts';
import { integer, number } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { sideBySide } from './terms/axes.ts';

export const tents = defineEncoding({
  id: 'tents',
  label: 'Tents',
  summary:
    'Bumps of straight lines along each axis: a table of places, read linearly between them.',
  reference: 'Zheng et al. 2022, arXiv:2205.08987',
  knob: 'spread',
  options: {
    centres: integer({
      label: 'Centres',
      help: 'Along each axis. More tell nearer places apart.',
      default: 14,
      min: 2,
      max: 64,
    }),
    spread: number({
      label: 'Width',
      help: 'From peak to foot, in spacings. Below 0.5 there are gaps; large is smooth.',
      default: 1,
      min: 0.25,
      max: 8,
      unit: 'spacings',
    }),
  },
  outputWidth: ({ centres }, { dimensions }) => dimensions * centres,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { centres, spread } }) {
    const [rows, dimensions] = coords.shape as [number, number];
    const marks = Float64Array.from({ length: centres }, (_, k) => pixelCentre(k, centres));
    const distance = ops.abs(
      ops.sub(ops.reshape(coords, [rows, dimensions, 1]), ops.constant(marks, [1, 1, centres])),
    );
    const reach = (spread * 2) / centres;
    return sideBySide(ops, ops.relu(ops.affine(distance, -1 / reach, 1)));
  },
});
