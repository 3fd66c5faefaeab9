/**
 * Triangle waves along each axis: octaves, with straight lines instead of sines.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features [rows, dimensions * octaves] in [-1, 1], axis by axis, octave by octave:
 *            4 |w − ⌊w⌋ − ½| − 1 with w = 2^(k−1) v + k/4 and v = (c + 1) / 2
 *
 * The first octave falls once from edge to edge; each next one turns twice as often, shifted by a
 * quarter so that turning points do not meet. Half as many features as sines with cosines; kinks
 * suit a ReLU network. More octaves tell nearer places apart.
 *
 * Müller et al. 2021, arXiv:2106.12372 (neural radiance caching); formula as in tiny-cuda-nn.
 */
import { integer } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { alongEachAxis } from './terms/waves.ts';

export const triangleWave = defineEncoding({
  id: 'triangle-wave',
  label: 'Triangle wave',
  summary: 'Octaves of zigzags along each axis: cheap, with kinks that suit a ReLU network.',
  reference: 'Müller et al. 2021, arXiv:2106.12372',
  knob: 'octaves',
  options: {
    octaves: integer({
      label: 'Octaves',
      help: 'Each turns twice as often. Past log2(pixels) it only adds noise.',
      default: 5,
      min: 1,
      max: 12,
    }),
  },
  outputWidth: ({ octaves }, { dimensions }) => dimensions * octaves,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { octaves }, plane: { dimensions } }) {
    const factors = Array.from({ length: octaves }, (_, k) => 2 ** (k - 2)); // of v = (c + 1) / 2
    const starts = Array.from({ length: dimensions }, () => factors.map((f, k) => f + k / 4));
    const waves = ops.add(
      ops.matMul(coords, alongEachAxis(ops, factors, dimensions)),
      ops.constant(starts.flat(), [1, dimensions * octaves]),
    );
    const within = ops.sub(waves, ops.floor(waves)); // [0, 1)
    return ops.affine(ops.abs(ops.affine(within, 1, -0.5)), 4, -1);
  },
});
