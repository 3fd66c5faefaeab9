/**
 * Dense layers one after the other: ReLU behind each, and dropout when chosen; the last one is linear,
 * for it gives the answer.
 *
 *   x [batch, widths[0]] -> … -> [batch, last of widths]
 */
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { linearWeight, weight, type ParameterSpec } from '../../core/parameters.ts';
import type { Stage } from '../architecture.ts';
import { applyDense, denseParameters } from './dense.ts';
import { dropOut, type Dropping } from './dropout.ts';

export interface DenseStack {
  readonly parameters: readonly ParameterSpec[];
  readonly stages: readonly Stage[];
  answer(ops: Ops, parameter: ParameterLookup, x: Tensor, dropping: Dropping): Tensor;
}

/** @param name its parameters are `<name>/<layer>/weight` and `…/bias` */
export function denseStack(name: string, widths: readonly number[]): DenseStack {
  const layers = widths.slice(1).map((outputs, layer) => ({
    path: `${name}/${layer}`,
    inputs: widths[layer]!,
    outputs,
    last: layer === widths.length - 2,
  }));
  return {
    parameters: layers.flatMap(({ path, inputs, outputs, last }) =>
      denseParameters(path, inputs, outputs, last ? linearWeight : weight),
    ),
    stages: layers.map(({ inputs, outputs, last }) => ({
      label: last ? 'Classes' : 'Head',
      shape: [outputs],
      multiplyAdds: inputs * outputs,
    })),
    answer: (ops, parameter, x, dropping) =>
      layers.reduce(
        (y, { path, last }) =>
          last
            ? applyDense(ops, parameter, path, y)
            : dropOut(ops, applyDense(ops, parameter, path, y, 'relu'), path, dropping),
        x,
      ),
  };
}
