/**
 * A convolution with batch normalisation behind it. It has no bias, for the norm has one.
 *
 *   x [batch, height, width, inputs], <name>/filter [side, side, inputs, outputs], <name>/norm/…
 *     -> [batch, height / stride, width / stride, outputs]   zeros around the image, odd sides upwards
 */
import type { ConvolutionOptions, Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { weight, type ParameterSpec } from '../../core/parameters.ts';
import { batchNormParameters, type BatchNorms } from './batchNorm.ts';

/** Arrays of its size that it leaves behind with the ReLU: itself, three of its norm, and that. */
export const NORMED_KEEPS = 5;

/** What the layers of one pass through a network need. */
export interface Pass {
  readonly ops: Ops;
  readonly parameter: ParameterLookup;
  readonly norms: BatchNorms;
}

export const normedConvolutionParameters = (
  name: string,
  side: number,
  inputs: number,
  outputs: number,
): ParameterSpec[] => [
  weight(`${name}/filter`, [side, side, inputs, outputs], side * side * inputs),
  ...batchNormParameters(`${name}/norm`, outputs),
];

export function normedConvolution(
  { ops, parameter, norms }: Pass,
  name: string,
  x: Tensor,
  stride = 1,
): Tensor {
  const y = convolveWithoutBias(ops, x, parameter(`${name}/filter`), { stride });
  return norms.normalise(`${name}/norm`, y);
}

export function convolveWithoutBias(
  ops: Ops,
  x: Tensor,
  filter: Tensor,
  options: ConvolutionOptions,
): Tensor {
  const outputs = filter.shape[3]!;
  return ops.conv2d(x, filter, ops.constant(new Float32Array(outputs), [outputs]), options);
}
