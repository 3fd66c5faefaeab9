/**
 * One-blob: a soft one-hot. Each axis is cut into bins, and a bump at the place is shared among them.
 *
 *   coords   [rows, dimensions], each in [-1, 1]; v = (c + 1) / 2
 *   features [rows, dimensions * bins] in [0, 1], axis by axis: F((k + 1) / n − v) − F(k / n − v),
 *            the part of the bump that lies in bin k
 *
 * F is the integral of a quartic bump two bins wide, 15/16 · u (1 − 2u²/3 + u⁴/5) + ½ with u = n ·
 * distance held within ±1. So a place lights two or three bins, smoothly, and neighbours look alike
 * over a bin's width: fewer bins are smoother. The bump is cut off at the border and empty outside.
 *
 * Müller et al. 2019, arXiv:1808.03856; quartic bump as in tiny-cuda-nn (its variant without
 * wrap-around).
 */
import { integer } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { clamp, sideBySide } from './terms/axes.ts';

export const oneBlob = defineEncoding({
  id: 'one-blob',
  label: 'One-blob',
  summary: 'A bump at the place, shared among bins along each axis: a one-hot that is smooth.',
  reference: 'Müller et al. 2019, arXiv:1808.03856',
  knob: 'bins',
  options: {
    bins: integer({
      label: 'Bins',
      help: 'Along each axis. Few: smooth over the image. As many as pixels: each its own.',
      default: 16,
      min: 2,
      max: 64,
    }),
  },
  outputWidth: ({ bins }, { dimensions }) => dimensions * bins,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { bins } }) {
    const [rows, dimensions] = coords.shape as [number, number];
    const edges = Float64Array.from({ length: bins + 1 }, (_, k) => (2 * k) / bins - 1);
    const distance = ops.sub(
      ops.constant(edges, [1, 1, bins + 1]),
      ops.reshape(coords, [rows, dimensions, 1]),
    );
    const u = clamp(ops, ops.affine(distance, bins / 2), -1, 1); // [rows, dimensions, bins + 1]
    const square = ops.square(u);
    const inner = ops.affine(ops.mul(square, ops.affine(square, 1 / 5, -2 / 3)), 1, 1);
    const below = ops.affine(ops.mul(u, inner), 15 / 16, 0.5); // of the bump, left of each edge
    const parts = ops.sub(ops.slice(below, 2, 1, bins), ops.slice(below, 2, 0, bins));
    return sideBySide(ops, parts);
  },
});
