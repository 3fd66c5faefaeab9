/** Normalisation over a layer's entries or over a batch, each with its gradient in one piece. */
import type { DeviceArray, Kernels } from '../kernels.ts';
import type { Ops, Tensor } from '../ops.ts';
import { expectShape } from '../shapes.ts';
import { nodeOf, type Record } from '../tape.ts';
import { asRows } from './layers.ts';

/** Keeps a constant column from dividing by 0. */
const EPSILON = 1e-5;

type Base = Pick<Ops, 'add' | 'sub' | 'mul' | 'div' | 'affine' | 'sqrt'>;

export function normalisingOps(
  kernels: Kernels,
  record: Record,
  base: Base,
): Pick<Ops, 'layerNorm' | 'batchNorm'> {
  /** To mean 0 and variance 1 over all axes but the last; the statistics carry no gradient. */
  function standardised(tensor: Tensor) {
    const x = nodeOf(tensor);
    const made = kernels.tidy(() => {
      const { y, ...statistics } = kernels.normaliseColumns(asRows(kernels, x.array), EPSILON);
      return { ...statistics, y: kernels.reshape(y, x.shape) };
    });
    // Noted before the result, so that they are still there when its gradient is taken.
    const mean = record(made.mean, [], () => []);
    const variance = record(made.variance, [], () => []);
    const y = record(made.y, [x, variance], (upstream) => [
      kernels.tidy(() => {
        const rows = [upstream, made.y].map((each) => asRows(kernels, each));
        const gradient = kernels.normaliseColumnsGradient(
          rows[0]!,
          rows[1]!,
          made.variance,
          EPSILON,
        );
        return kernels.reshape(gradient, x.shape);
      }),
    ]);
    return { y, mean, variance };
  }

  const { binary, affine } = kernels;

  /** The mean of each row: [rows, entries] → [rows, 1]. */
  const rowMeans = (x: DeviceArray, offset = 0) =>
    affine(kernels.sum(x, [1]), 1 / x.shape[1]!, offset);

  /** To mean 0 and variance 1 over the last axis, with its gradient in one piece. */
  function standardisedRows(tensor: Tensor): Tensor {
    const x = nodeOf(tensor);
    const made = kernels.tidy(() => {
      const rows = asRows(kernels, x.array);
      const centred = binary('sub', rows, rowMeans(rows));
      const variance = rowMeans(kernels.unary('square', centred), EPSILON);
      const deviation = kernels.unary('sqrt', variance);
      const y = kernels.reshape(binary('div', centred, deviation), x.shape);
      return { y, deviation };
    });
    record(made.deviation, [], () => []); // still there when the gradient is taken
    return record(made.y, [x], (given) => [
      kernels.tidy(() => {
        // (upstream − mean(upstream) − y · mean(upstream · y)) / deviation
        const [upstream, y] = [given, made.y].map((each) => asRows(kernels, each));
        const level = binary('sub', upstream!, rowMeans(upstream!));
        const slope = rowMeans(binary('mul', upstream!, y!));
        const left = binary('sub', level, binary('mul', y!, slope));
        return kernels.reshape(binary('div', left, made.deviation), x.shape);
      }),
    ]);
  }

  return {
    layerNorm: (x, gain, bias) => base.add(base.mul(standardisedRows(x), gain), bias),
    batchNorm(x, gain, bias, running) {
      const width = [x.shape.at(-1)!];
      expectShape('batchNorm gain', gain.shape, width);
      expectShape('batchNorm bias', bias.shape, width);
      if (running) {
        const deviation = base.sqrt(base.affine(running.variance, 1, EPSILON));
        const scale = base.div(gain, deviation);
        const shift = base.sub(bias, base.mul(running.mean, scale));
        return { y: base.add(base.mul(x, scale), shift), ...running };
      }
      const { y, mean, variance } = standardised(x);
      return { y: base.add(base.mul(y, gain), bias), mean, variance };
    },
  };
}
