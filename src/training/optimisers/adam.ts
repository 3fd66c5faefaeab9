/**
 * Adam: each weight moves by its mean gradient over the root of its mean squared gradient.
 *
 *   m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
 *   value ← value − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * β₁ᵗ and β₂ᵗ come from the step in double precision, so a resumed run repeats them exactly, and
 * ε is stated: libraries disagree on its default.
 *
 * Kingma and Ba 2014, arXiv:1412.6980, algorithm 1.
 */
import type { Kernels } from '../../core/kernels.ts';
import { number } from '../../core/options.ts';
import { defineOptimiser, type Move } from './optimiser.ts';

export const adamOptions = {
  beta1: number({ label: 'β₁', default: 0.9, min: 0, max: 0.9999 }),
  beta2: number({ label: 'β₂', default: 0.999, min: 0, max: 0.99999 }),
  epsilon: number({ label: 'ε', default: 1e-8, min: 1e-12, max: 1, scale: 'logarithmic' }),
};

interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** @param decay share of `rate · value` that goes before the step: AdamW's */
export function adamMove(
  kernels: Kernels,
  { value, gradient, slots, step, learningRate }: Move,
  { beta1, beta2, epsilon }: AdamOptions,
  decay = 0,
) {
  const moved = kernels.adam(
    { value, gradient, mean: slots[0]!, square: slots[1]! },
    {
      rate: learningRate,
      beta1,
      beta2,
      epsilon,
      decay,
      correction1: 1 - beta1 ** step,
      correction2: 1 - beta2 ** step,
    },
  );
  return { value: moved.value, slots: [moved.mean, moved.square] };
}

export const adam = defineOptimiser({
  id: 'adam',
  label: 'Adam',
  summary: 'Every weight at a pace of its own. A good first choice.',
  reference: 'Kingma and Ba 2014, arXiv:1412.6980',
  options: adamOptions,
  slots: ['mean', 'square'],
  move: (kernels, move, options) => adamMove(kernels, move, options),
});
