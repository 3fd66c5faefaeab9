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

/** The step without any decay; AdamW adds its own. */
export function adamMove(
  { binary, affine, unary }: Kernels,
  { value, gradient, slots, step, learningRate }: Move,
  { beta1, beta2, epsilon }: AdamOptions,
) {
  const mean = binary('add', affine(slots[0]!, beta1, 0), affine(gradient, 1 - beta1, 0));
  const squared = affine(unary('square', gradient), 1 - beta2, 0);
  const square = binary('add', affine(slots[1]!, beta2, 0), squared);
  const root = affine(unary('sqrt', square), 1 / Math.sqrt(1 - beta2 ** step), epsilon);
  const change = binary('div', affine(mean, learningRate / (1 - beta1 ** step), 0), root);
  return { value: binary('sub', value, change), slots: [mean, square] };
}

export const adam = defineOptimiser({
  id: 'adam',
  label: 'Adam',
  summary: 'Every weight at a pace of its own. A good first choice.',
  reference: 'Kingma and Ba 2014, arXiv:1412.6980',
  options: adamOptions,
  slots: ['mean', 'square'],
  move: adamMove,
});
