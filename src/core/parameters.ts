/**
 * Parameters are data: name, shape, where the first values come from, and whether training moves
 * them. Counts, memory, checkpoints and exports need no device.
 */
import type { RandomStream } from './random.ts';
import { sizeOf, type Shape } from './shapes.ts';

export type InitialValues =
  | { kind: 'constant'; value: number }
  /** Uniform in [-bound, bound]. */
  | { kind: 'uniform'; bound: number }
  | { kind: 'normal'; deviation: number }
  | { kind: 'given'; values: readonly number[] };

export interface ParameterSpec {
  /** Path of words, unique in its system: `before/0/weight`. */
  name: string;
  shape: Shape;
  initial: InitialValues;
  /** false: drawn once and kept (Gaussian Fourier's projection), or running statistics. */
  trained: boolean;
}

/** A weight whose outputs keep the variance of their inputs through a ReLU: He et al. 2015, arXiv:1502.01852. */
export function weight(name: string, shape: Shape, fanIn: number): ParameterSpec {
  return { name, shape, initial: { kind: 'uniform', bound: Math.sqrt(6 / fanIn) }, trained: true };
}

/** A weight before a linear output: variance 1 / fanIn (LeCun et al. 1998, "Efficient BackProp"). */
export function linearWeight(name: string, shape: Shape, fanIn: number): ParameterSpec {
  return { name, shape, initial: { kind: 'uniform', bound: Math.sqrt(3 / fanIn) }, trained: true };
}

export function bias(name: string, width: number, value = 0): ParameterSpec {
  return { name, shape: [width], initial: { kind: 'constant', value }, trained: true };
}

export function countParameters(parameters: readonly ParameterSpec[]): number {
  return parameters.reduce((count, { shape }) => count + sizeOf(shape), 0);
}

/** The size that a model is said to have: fixed draws and running statistics are left out. */
export function countTrained(parameters: readonly ParameterSpec[]): number {
  return countParameters(parameters.filter(({ trained }) => trained));
}

/** First values of a parameter, drawn from its own stream `init/<name>`. */
export function initialise({ shape, initial }: ParameterSpec, stream: RandomStream): Float32Array {
  const size = sizeOf(shape);
  switch (initial.kind) {
    case 'constant':
      return new Float32Array(size).fill(initial.value);
    case 'uniform':
      return stream.uniforms(size, -initial.bound, initial.bound);
    case 'normal':
      return stream.normals(size, initial.deviation);
    case 'given':
      return Float32Array.from(initial.values);
  }
}
