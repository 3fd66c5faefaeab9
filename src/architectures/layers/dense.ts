/**
 * A dense layer by its name: activation(x · weight + bias).
 *
 *   x [..., inputs], <name>/weight [inputs, outputs], <name>/bias [outputs] -> [..., outputs]
 */
import type { Activation } from '../../core/kernels.ts';
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { bias, linearWeight, type ParameterSpec } from '../../core/parameters.ts';
import type { Shape } from '../../core/shapes.ts';

/** @param draw its first weights: `weight` where a ReLU follows, or one that is much like it */
export const denseParameters = (
  name: string,
  inputs: number,
  outputs: number,
  draw: (name: string, shape: Shape, fanIn: number) => ParameterSpec = linearWeight,
): ParameterSpec[] => [
  draw(`${name}/weight`, [inputs, outputs], inputs),
  bias(`${name}/bias`, outputs),
];

export const applyDense = (
  ops: Ops,
  parameter: ParameterLookup,
  name: string,
  x: Tensor,
  activation?: Activation,
): Tensor => ops.dense(x, parameter(`${name}/weight`), parameter(`${name}/bias`), activation);
