/**
 * Steps of the optimisers as plain loops, in one pass over a parameter. Results go into what the
 * caller allocates; every array has the parameter's size. Formulas stand in core/kernels.ts.
 */
import type { AdamStep, HostArray, MomentumStep } from '../kernels.ts';

export interface AdamState {
  readonly value: HostArray;
  readonly mean: HostArray;
  readonly square: HostArray;
}

export function adam(
  out: AdamState,
  from: AdamState & { readonly gradient: HostArray },
  { rate, beta1, beta2, epsilon, decay, correction1, correction2 }: AdamStep,
): void {
  const kept = 1 - rate * decay;
  const pace = rate / correction1;
  const unbiased = 1 / Math.sqrt(correction2);
  for (let i = 0; i < out.value.length; i++) {
    const gradient = from.gradient[i]!;
    const mean = beta1 * from.mean[i]! + (1 - beta1) * gradient;
    const square = beta2 * from.square[i]! + (1 - beta2) * gradient * gradient;
    out.mean[i] = mean;
    out.square[i] = square;
    const change = (pace * mean) / (Math.sqrt(square) * unbiased + epsilon);
    out.value[i] = kept * from.value[i]! - change;
  }
}

export interface MomentumState {
  readonly value: HostArray;
  readonly velocity: HostArray;
}

export function momentum(
  out: MomentumState,
  from: MomentumState & { readonly gradient: HostArray },
  { rate, momentum: remembered, decay }: MomentumStep,
): void {
  for (let i = 0; i < out.value.length; i++) {
    const value = from.value[i]!;
    const velocity = remembered * from.velocity[i]! + from.gradient[i]! + decay * value;
    out.velocity[i] = velocity;
    out.value[i] = value - rate * velocity;
  }
}
