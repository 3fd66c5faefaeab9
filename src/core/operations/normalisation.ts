/** Normalisation over a layer's entries or over a batch, composed of operations that have gradients. */
import type { Kernels } from '../kernels.ts';
import type { Ops, Tensor } from '../ops.ts';
import { expectShape } from '../shapes.ts';
import { nodeOf, type Record } from '../tape.ts';
import { asRows } from './layers.ts';

/** Keeps a constant column from dividing by 0. */
const EPSILON = 1e-5;

type Base = Pick<
  Ops,
  'add' | 'sub' | 'mul' | 'div' | 'affine' | 'sqrt' | 'square' | 'mean' | 'reshape'
>;

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

  return {
    layerNorm(x, gain, bias) {
      const last = x.shape.length - 1;
      const kept = [...x.shape.slice(0, -1), 1];
      const centred = base.sub(x, base.reshape(base.mean(x, [last]), kept));
      const variance = base.reshape(base.mean(base.square(centred), [last]), kept);
      const deviation = base.sqrt(base.affine(variance, 1, EPSILON));
      return base.add(base.mul(base.div(centred, deviation), gain), bias);
    },
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
