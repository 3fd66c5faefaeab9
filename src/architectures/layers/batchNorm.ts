/**
 * Batch normalisation as a layer with a memory: each channel to mean 0 and variance 1, then scaled by
 * `gain` and shifted by `bias`, both trained. While training, a batch is normalised by its own
 * statistics and these flow into running ones, which evaluation uses, so that an answer does not
 * depend on what else is in the batch.
 *
 *   running = 0.9 running + 0.1 of this batch, the variance divided by rows − 1
 *
 * Ioffe and Szegedy 2015, arXiv:1502.03167.
 */
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { bias, type ParameterSpec } from '../../core/parameters.ts';
import { sizeOf } from '../../core/shapes.ts';

const MOMENTUM = 0.9;

/** `<name>/gain` and `<name>/bias`, and the running `<name>/mean` and `<name>/variance`. */
export function batchNormParameters(name: string, width: number): ParameterSpec[] {
  const running = (statistic: string, value: number) => ({
    ...bias(`${name}/${statistic}`, width, value),
    trained: false,
  });
  return [
    bias(`${name}/gain`, width, 1),
    bias(`${name}/bias`, width),
    running('mean', 0),
    running('variance', 1),
  ];
}

export interface BatchNorms {
  /** Normalises x [..., width] with the parameters of that name. */
  normalise(name: string, x: Tensor): Tensor;
  /** New running statistics of all that was normalised, by parameter name; empty in evaluation. */
  readonly state: Readonly<Record<string, Tensor>>;
}

/** All batch normalisation of one pass through a network. */
export function batchNorms(ops: Ops, parameter: ParameterLookup, training: boolean): BatchNorms {
  const state: Record<string, Tensor> = {};

  function remember(name: string, found: Tensor): void {
    const kept = ops.affine(parameter(name), MOMENTUM);
    state[name] = ops.add(kept, ops.affine(found, 1 - MOMENTUM));
  }

  return {
    state,
    normalise(name, x) {
      const gain = parameter(`${name}/gain`);
      const shift = parameter(`${name}/bias`);
      if (!training) {
        const running = {
          mean: parameter(`${name}/mean`),
          variance: parameter(`${name}/variance`),
        };
        return ops.batchNorm(x, gain, shift, running).y;
      }
      const { y, mean, variance } = ops.batchNorm(x, gain, shift);
      const rows = sizeOf(x.shape) / x.shape.at(-1)!;
      remember(`${name}/mean`, mean);
      remember(`${name}/variance`, ops.affine(variance, rows / Math.max(1, rows - 1)));
      return y;
    },
  };
}
