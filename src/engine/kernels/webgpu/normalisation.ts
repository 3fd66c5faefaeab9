/**
 * Normalisation of columns as WGSL. Everything is taken relative to the first row: sums of float32
 * lose what is small beside a large mean, and differences of neighbours do not.
 */
import type { Kernels } from '../../../core/kernels.ts';
import { sizeOf } from '../../../core/shapes.ts';
import { entrywise, groupsFor, type RunProgram } from './programs.ts';
import { defineReduction, type Reduce } from './reductions.ts';

const shift = defineReduction({
  label: 'normaliseColumns shift',
  inputs: ['x'],
  entry: 'x[at * u.inner + column] - x[column]',
  fold: 'sum',
});

/** `total` is the sum of `shift`. */
const squares = defineReduction({
  label: 'normaliseColumns squares',
  inputs: ['x', 'total'],
  functions: `
fn squared(at: u32, column: u32) -> f32 {
  let centred = x[at * u.inner + column] - x[column] - total[column] / f32(u.length);
  return centred * centred;
}`,
  entry: 'squared(at, column)',
  fold: 'sum',
});

const normalise = entrywise({
  label: 'normaliseColumns',
  inputs: ['x', 'total', 'squares'],
  outputs: ['y', 'mean', 'variance'],
  numbers: { rows: 'u32', columns: 'u32', epsilon: 'f32' },
  body: `
  let column = i % u.columns;
  let shift = total[column] / f32(u.rows);
  let spread = squares[column] / f32(u.rows);
  y[i] = (x[i] - x[column] - shift) * inverseSqrt(spread + u.epsilon);
  if (i < u.columns) {
    mean[i] = x[i] + shift;
    variance[i] = spread;
  }`,
});

const products = defineReduction({
  label: 'normaliseColumnsGradient products',
  inputs: ['upstream', 'y'],
  entry: 'upstream[at * u.inner + column] * y[at * u.inner + column]',
  fold: 'sum',
});

/** (upstream − mean(upstream) − y · mean(upstream · y)) / √(variance + epsilon) */
const gradient = entrywise({
  label: 'normaliseColumnsGradient',
  inputs: ['upstream', 'y', 'variance', 'level', 'slope'],
  outputs: ['result'],
  numbers: { rows: 'u32', columns: 'u32', epsilon: 'f32' },
  body: `
  let column = i % u.columns;
  let rows = f32(u.rows);
  let left = upstream[i] - level[column] / rows - y[i] * (slope[column] / rows);
  result[i] = left * inverseSqrt(variance[column] + u.epsilon);`,
});

type Normalising = Pick<Kernels, 'normaliseColumns' | 'normaliseColumnsGradient'>;

export function normalisingKernels(
  run: RunProgram,
  { reduce, sum }: Reduce,
  tidy: Kernels['tidy'],
): Normalising {
  return {
    normaliseColumns: (x, epsilon) =>
      tidy(() => {
        const [rows = 0, columns = 0] = x.shape;
        const around = { outer: 1, length: rows, inner: columns };
        const total = reduce(shift, [x], around, {});
        const spread = reduce(squares, [x, total], around, {});
        const [y, mean, variance] = run(normalise, {
          inputs: [x, total, spread],
          outputs: [x.shape, [columns], [columns]],
          numbers: { rows, columns, epsilon },
          workgroups: groupsFor(sizeOf(x.shape)),
        });
        return { y: y!, mean: mean!, variance: variance! };
      }),
    normaliseColumnsGradient: (upstream, y, variance, epsilon) =>
      tidy(() => {
        const [rows = 0, columns = 0] = y.shape;
        const around = { outer: 1, length: rows, inner: columns };
        const level = sum(upstream, around);
        const slope = reduce(products, [upstream, y], around, {});
        return run(gradient, {
          inputs: [upstream, y, variance, level, slope],
          outputs: [y.shape],
          numbers: { rows, columns, epsilon },
          workgroups: groupsFor(sizeOf(y.shape)),
        })[0]!;
      }),
  };
}
