/**
 * A layer norm by its name: each row to mean 0 and variance 1, times a gain, plus a bias.
 *
 *   x [..., width], <name>/gain [width], <name>/bias [width] -> [..., width]
 *
 * Ba et al. 2016, arXiv:1607.06450.
 */
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { bias, type ParameterSpec } from '../../core/parameters.ts';

/**
 * Arrays as large as its input that it keeps for the way back: centred, squared, divided, times the
 * gain, plus the bias.
 */
export const NORM_KEEPS = 5;

export const normParameters = (name: string, width: number): ParameterSpec[] => [
  bias(`${name}/gain`, width, 1),
  bias(`${name}/bias`, width),
];

export const applyNorm = (ops: Ops, parameter: ParameterLookup, name: string, x: Tensor): Tensor =>
  ops.layerNorm(x, parameter(`${name}/gain`), parameter(`${name}/bias`));
