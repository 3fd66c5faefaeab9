/**
 * How the latents of an image's pixels become one: [rows, width] → [images, pooled width].
 *
 *   sum          Σ x / √pixels, with the number of pixels trained for: it can tell more from fewer
 *   mean         Σ x / n, with the number n of pixels that there are
 *   max          the largest entry of each feature
 *   mean + max   both side by side: twice as wide
 *   log-sum-exp  log(Σ exp(r x) / n) / r: near the mean for a small sharpness r, near the maximum
 *                for a large one. Pinheiro and Collobert 2015, arXiv:1411.6228
 *   attention    Σ a x / Σ a with a = exp(5 tanh(x · score / 5)), once for each head, side by side.
 *                Ilse et al. 2018, arXiv:1802.04712
 *
 * Attention's scores are bounded softly, so that exp needs no shift by the largest of an image and
 * the weights are plain sums over pixels, black rows included. A weight is at most e¹⁰ ≈ 22,000
 * times another: a sum in float32 still holds the small beside the large.
 */
import { choice, integer, number, type Values } from '../../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { linearWeight, type ParameterSpec } from '../../core/parameters.ts';
import type { PixelLayout } from '../../core/pixels.ts';

const SCORE_BOUND = 5;

export const poolingOptions = {
  pooling: choice({
    label: 'Pooling',
    help: 'How the pixels of an image become one: a sum weighs all evidence, a maximum keeps the strongest.',
    default: 'max',
    choices: [
      { value: 'sum', label: 'Sum' },
      { value: 'mean', label: 'Mean' },
      { value: 'max', label: 'Maximum' },
      { value: 'mean-max', label: 'Mean and maximum' },
      { value: 'log-sum-exp', label: 'Log-sum-exp' },
      { value: 'attention', label: 'Attention' },
    ],
  }),
  sharpness: number({
    label: 'Sharpness',
    help: 'Of log-sum-exp: near 0 it is the mean, far above 1 the maximum.',
    default: 5,
    min: 0.1,
    max: 50,
    scale: 'logarithmic',
    when: { pooling: ['log-sum-exp'] },
  }),
  heads: integer({
    label: 'Attention heads',
    help: 'Of attention: each weighs the pixels in its own way and adds its own width.',
    default: 1,
    min: 1,
    max: 8,
    when: { pooling: ['attention'] },
  }),
};
export type PoolingChoice = Values<typeof poolingOptions>;

export interface PixelPooling {
  /** Numbers for each image. */
  readonly width: number;
  readonly label: string;
  /** Multiply-adds per pixel. */
  readonly multiplyAdds: number;
  readonly parameters: readonly ParameterSpec[];
  pool(ops: Ops, parameter: ParameterLookup, latents: Tensor, layout: PixelLayout): Tensor;
}

/** @param pixels of an image that the model is trained on */
export function pixelPooling(chosen: PoolingChoice, width: number, pixels: number): PixelPooling {
  const option = poolingOptions.pooling.choices.find(({ value }) => value === chosen.pooling)!;
  const { heads } = chosen;
  const plain = { width, label: option.label, multiplyAdds: 0, parameters: [] };
  switch (chosen.pooling) {
    case 'sum':
      return {
        ...plain,
        pool: (ops, _, latents, layout) =>
          ops.affine(ops.poolPixels(latents, layout, 'sum'), 1 / Math.sqrt(pixels)),
      };
    case 'mean':
      return { ...plain, pool: (ops, _, latents, layout) => meanOf(ops, latents, layout) };
    case 'max':
      return {
        ...plain,
        pool: (ops, _, latents, layout) => ops.poolPixels(latents, layout, 'max'),
      };
    case 'mean-max':
      return {
        ...plain,
        width: 2 * width,
        pool: (ops, _, latents, layout) =>
          ops.concat([meanOf(ops, latents, layout), ops.poolPixels(latents, layout, 'max')], 1),
      };
    case 'log-sum-exp':
      return {
        ...plain,
        pool: (ops, _, latents, layout) => smoothMaximum(ops, latents, layout, chosen.sharpness),
      };
    case 'attention':
      return {
        ...plain,
        width: heads * width,
        multiplyAdds: 2 * heads * width,
        parameters: [linearWeight('pool/score', [width, heads], width)],
        pool: (ops, parameter, latents, layout) =>
          attend(ops, parameter('pool/score'), latents, layout),
      };
  }
}

function meanOf(ops: Ops, latents: Tensor, layout: PixelLayout): Tensor {
  return ops.affine(ops.poolPixels(latents, layout, 'sum'), 1 / layout.places);
}

function smoothMaximum(ops: Ops, latents: Tensor, layout: PixelLayout, sharpness: number): Tensor {
  const total = ops.poolPixels(ops.affine(latents, sharpness), layout, 'logSumExp');
  return ops.affine(total, 1 / sharpness, -Math.log(layout.places) / sharpness);
}

/** @param score [width, heads] */
function attend(ops: Ops, score: Tensor, latents: Tensor, layout: PixelLayout): Tensor {
  const scores = ops.tanh(ops.affine(ops.matMul(latents, score), 1 / SCORE_BOUND));
  const weights = ops.exp(ops.affine(scores, SCORE_BOUND)); // [rows, heads]
  const totals = ops.poolPixels(weights, layout, 'sum'); // [images, heads]
  const heads = Array.from({ length: score.shape[1]! }, (_, head) => {
    const weighed = ops.mul(latents, ops.slice(weights, 1, head, 1)); // [rows, width]
    return ops.div(ops.poolPixels(weighed, layout, 'sum'), ops.slice(totals, 1, head, 1));
  });
  return heads.length === 1 ? heads[0]! : ops.concat(heads, 1);
}
