/**
 * Octaves of waves along the axes and along both diagonals.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features [rows, 2 * directions * octaves] all sines, then all cosines; direction by direction
 *            (x, y, (x + y) / √2, (x − y) / √2), octave by octave: sin(2^k (π / 2) d · c)
 *
 * The lowest wave spans twice the image, so that no two places share all answers. Diagonal strokes
 * are as easy as upright ones, which log-linear waves do not offer. More octaves tell nearer places
 * apart.
 *
 * Skorokhodov et al. 2020, arXiv:2011.12026 (INR-GAN), the fixed basis of its code.
 */
import { integer } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { sinesAndCosines } from './terms/waves.ts';

/** Unit vectors: each axis, then both diagonals of each pair of axes. */
function directionsOf(dimensions: number): number[][] {
  const axes = Array.from({ length: dimensions }, (_, axis) =>
    Array.from({ length: dimensions }, (_unused, each) => (each === axis ? 1 : 0)),
  );
  const pairs = axes.flatMap((first, i) => axes.slice(i + 1).map((second) => [first, second]));
  const diagonals = pairs.flatMap(([first, second]) =>
    [1, -1].map((sign) => first!.map((at, axis) => (at + sign * second![axis]!) * Math.SQRT1_2)),
  );
  return [...axes, ...diagonals];
}

/** The axes, and two diagonals for each pair of them. */
const directionCount = (dimensions: number) => dimensions + dimensions * (dimensions - 1);

export const directional = defineEncoding({
  id: 'directional',
  label: 'Directional (INR-GAN)',
  summary:
    'Octaves of waves along the axes and both diagonals: oblique strokes are as easy as upright.',
  reference: 'Skorokhodov et al. 2020, arXiv:2011.12026',
  knob: 'octaves',
  options: {
    octaves: integer({
      label: 'Octaves',
      help: 'Each adds waves twice as fast. Past log2(pixels) they only add noise.',
      default: 5,
      min: 1,
      max: 10,
    }),
  },
  outputWidth: ({ octaves }, { dimensions }) => 2 * directionCount(dimensions) * octaves,
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { octaves }, plane: { dimensions } }) {
    const directions = directionsOf(dimensions);
    const matrix = Array.from({ length: dimensions }, (_, axis) =>
      directions.flatMap((direction) =>
        Array.from({ length: octaves }, (_unused, k) => 2 ** k * (Math.PI / 2) * direction[axis]!),
      ),
    );
    const shape = [dimensions, directions.length * octaves];
    return sinesAndCosines(ops, ops.matMul(coords, ops.constant(matrix.flat(), shape)));
  },
});
