/**
 * Gaussian radial basis functions: how near a place is to each of many centres.
 *
 *   coords   [rows, dimensions], each in [-1, 1]
 *   features per axis: [rows, dimensions * centres]  exp(−(x − t_k)² / 2s²), then those of y
 *            grid:     [rows, centres^dimensions]    exp(−|c − t|² / 2s²), y running fastest
 *
 * Centres t_k lie evenly, like pixel centres: (2k + 1) / centres − 1. s is a multiple of their
 * spacing. Narrow bumps leave gaps and know only their own centre; wide ones are smooth, and at
 * about 1 the whole line is covered evenly. Far outside all are 0.
 *
 * Broomhead and Lowe 1988, "Multivariable functional interpolation and adaptive networks"; as an
 * encoding Zheng et al. 2021, arXiv:2107.02561.
 */
import { pixelCentre } from '../core/coordinates.ts';
import { choice, integer, number } from '../core/options.ts';
import { defineEncoding } from './encoding.ts';
import { productOfAxes, sideBySide } from './terms/axes.ts';
import { widthFault } from './terms/plane.ts';

const widthOf = (arrangement: 'axes' | 'grid', centres: number, dimensions: number) =>
  arrangement === 'axes' ? dimensions * centres : centres ** dimensions;

export const gaussianRbf = defineEncoding({
  id: 'gaussian-rbf',
  label: 'Gaussian bumps (RBF)',
  summary: 'How near a place is to each of many centres. Wide bumps are smooth, narrow ones local.',
  reference: 'Zheng et al. 2021, arXiv:2107.02561',
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
      help: 'Deviation of a bump, in spacings. Small: each centre alone, with gaps. Large: smooth.',
      default: 1,
      min: 0.1,
      max: 8,
      unit: 'spacings',
    }),
    arrangement: choice({
      label: 'Arrangement',
      help: 'A grid of centres knows spots on the plane, at many more features.',
      default: 'axes',
      choices: [
        { value: 'axes', label: 'Per axis' },
        { value: 'grid', label: 'Grid' },
      ],
    }),
  },
  fault: ({ centres, arrangement }, { dimensions }) =>
    widthFault(
      widthOf(arrangement, centres, dimensions),
      'choose fewer centres, or one set per axis',
    ),
  outputWidth: ({ centres, arrangement }, { dimensions }) =>
    widthOf(arrangement, centres, dimensions),
  parameters: () => [],
  encode(ops, _parameter, coords, { options: { centres, spread, arrangement } }) {
    const [rows, dimensions] = coords.shape as [number, number];
    const marks = Float64Array.from({ length: centres }, (_, k) => pixelCentre(k, centres));
    const distance = ops.sub(
      ops.reshape(coords, [rows, dimensions, 1]),
      ops.constant(marks, [1, 1, centres]),
    );
    const deviation = (spread * 2) / centres;
    const exponent = ops.affine(ops.square(ops.affine(distance, 1 / deviation)), -0.5);
    const bumps = ops.exp(exponent); // [rows, dimensions, centres]
    return arrangement === 'axes' ? sideBySide(ops, bumps) : productOfAxes(ops, bumps);
  },
});
