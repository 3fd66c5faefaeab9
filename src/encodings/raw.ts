/**
 * Raw coordinates: x and y as they are.
 *
 *   coords [rows, dimensions], each in [-1, 1] → features [rows, dimensions], the same
 *
 * A small network on raw coordinates learns slow variations first and fine ones hardly at all
 * (Rahaman et al. 2019, arXiv:1806.08734), which is why the other encodings exist.
 *
 * Liu et al. 2018, arXiv:1807.03247 (CoordConv).
 */
import { defineEncoding } from './encoding.ts';

export const raw = defineEncoding({
  id: 'raw',
  label: 'Raw coordinates',
  summary: 'x and y as they are. Smooth and coarse: expect places to be told apart slowly.',
  reference: 'Liu et al. 2018, arXiv:1807.03247',
  knob: null,
  options: {},
  outputWidth: (_, { dimensions }) => dimensions,
  parameters: () => [],
  encode: (_ops, _parameter, coords) => coords,
});
