/**
 * What a case needs to say its model in jax-js. There a function owns its arguments: an array that is
 * used again is passed as `.ref`.
 */
import { nn, numpy as np } from '@jax-js/jax';
import type { FirstValues } from './case.ts';

export type JaxArray = np.Array;
export type JaxParameters = Record<string, JaxArray>;

export interface JaxModel {
  readonly parameters: JaxParameters;
  /** inputs [batch, …], targets [batch, outputs] → mean loss. Owns what it is given. */
  loss(parameters: JaxParameters, inputs: JaxArray, targets: JaxArray): JaxArray;
}

export function jaxParameter(values: FirstValues, name: string): JaxArray {
  const { values: own, shape } = values(name);
  return np.array(Float32Array.from(own), { shape: [...shape] });
}

export const jaxParameters = (values: FirstValues, names: readonly string[]): JaxParameters =>
  Object.fromEntries(names.map((name) => [name, jaxParameter(values, name)]));

/** Filters as jax-js wants them: [out, in, kernelHeight, kernelWidth]. */
export function jaxFilter(values: FirstValues, name: string): JaxArray {
  return np.array(np.transpose(jaxParameter(values, name), [3, 2, 0, 1]));
}

export const jaxDense = (parameters: JaxParameters, name: string, x: JaxArray): JaxArray =>
  np.add(np.matmul(x, parameters[`${name}/weight`]!), parameters[`${name}/bias`]!);

export function jaxCrossEntropy(logits: JaxArray, targets: JaxArray): JaxArray {
  const logShares = nn.logSoftmax(logits, -1);
  return np.negative(np.mean(np.sum(np.multiply(logShares, targets), -1)));
}
