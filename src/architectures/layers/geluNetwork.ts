/**
 * The small network that each token, or each channel, has in an MLP-Mixer and a vision transformer.
 *
 *   x [..., inputs] -> dense, GELU [..., hidden] -> dense [..., inputs]
 */
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { weight, type ParameterSpec } from '../../core/parameters.ts';
import { applyDense, denseParameters } from './dense.ts';

export const geluNetworkParameters = (
  name: string,
  inputs: number,
  hidden: number,
): ParameterSpec[] => [
  ...denseParameters(`${name}/hidden`, inputs, hidden, weight),
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
