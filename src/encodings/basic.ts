/**
 * The image wrapped around a circle: one wave along each axis.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features [rows, 2 * dimensions]: cos 2πtv of each axis, then sin 2πtv, where v = (c + 1) / 2 runs
 *            over [0, 1] from edge to edge and t is the number of turns
 *
 * At one turn every place has an answer of its own and opposite edges meet; at two the left half
 * is told the same as the right half. Below one turn it comes near raw coordinates.
 *
 * Tancik et al. 2020, arXiv:2006.10739, "basic" (t = 1, v in [0, 1)).
 */
import { number } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';

export const basic = defineEncoding({
  id: 'basic',
  label: 'One wave (basic)',
  summary: 'One sine and one cosine along each axis: the image wrapped around a circle.',
  reference: 'Tancik et al. 2020, arXiv:2006.10739',
  knob: 'turns',
  options: {
    turns: number({
      label: 'Turns',
      help: 'Waves from edge to edge. Above 1, places that lie a wave apart cannot be told apart.',
      default: 1,
      min: 0.1,
      max: 8,
    }),
  },
  outputWidth: (_, { dimensions }) => 2 * dimensions,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { turns } }) {
    const phase = ops.affine(coords, Math.PI * turns, Math.PI * turns); // radians
    return ops.concat([ops.cos(phase), ops.sin(phase)], 1);
  },
});
