/**
 * What the MLP-Mixer and the vision transformer share: small networks with GELU behind a layer norm,
 * and the answer from normed tokens.
 *
 *   x [..., inputs] -> dense, GELU [..., hidden] -> dense [..., inputs]
 */
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { bias, linearWeight, weight, type ParameterSpec } from '../../core/parameters.ts';

/** Arrays as large as its input that a layer norm keeps for the way back. */
export const NORM_KEEPS = 5;

export const denseParameters = (name: string, inputs: number, outputs: number): ParameterSpec[] => [
  linearWeight(`${name}/weight`, [inputs, outputs], inputs),
  bias(`${name}/bias`, outputs),
];

export const applyDense = (ops: Ops, parameter: ParameterLookup, name: string, x: Tensor): Tensor =>
  ops.dense(x, parameter(`${name}/weight`), parameter(`${name}/bias`));

export const normParameters = (name: string, width: number): ParameterSpec[] => [
  { name: `${name}/gain`, shape: [width], initial: { kind: 'constant', value: 1 }, trained: true },
  bias(`${name}/bias`, width),
];

export const applyNorm = (ops: Ops, parameter: ParameterLookup, name: string, x: Tensor): Tensor =>
  ops.layerNorm(x, parameter(`${name}/gain`), parameter(`${name}/bias`));

export const geluNetworkParameters = (
  name: string,
  inputs: number,
  hidden: number,
): ParameterSpec[] => [
  weight(`${name}/hidden/weight`, [inputs, hidden], inputs),
  bias(`${name}/hidden/bias`, hidden),
  ...denseParameters(`${name}/out`, hidden, inputs),
];

export function applyGeluNetwork(
  ops: Ops,
  parameter: ParameterLookup,
  name: string,
  x: Tensor,
): Tensor {
  const hidden = ops.gelu(applyDense(ops, parameter, `${name}/hidden`, x)); // [..., hidden]
  return applyDense(ops, parameter, `${name}/out`, hidden); // [..., inputs]
}
