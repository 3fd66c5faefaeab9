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
 * Where pixels have weights w (areas), every sum Σ above is a Σ w, and n is Σ w. A maximum has none.
 *
 * Attention's scores are bounded softly, so that exp needs no shift by the largest of an image and
 * the weights are plain sums over pixels, black rows included. A weight is at most e¹⁰ ≈ 22,000
 * times another: a sum in float32 still holds the small beside the large.
 */
import { choice, integer, number, type Values } from '../../core/options.ts';
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import { linearWeight, type ParameterSpec } from '../../core/parameters.ts';
import type { PixelSet } from '../architecture.ts';

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
  pool(ops: Ops, parameter: ParameterLookup, latents: Tensor, set: PixelSet): Tensor;
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
        pool: (ops, _, latents, set) => ops.affine(sumOf(ops, latents, set), 1 / Math.sqrt(pixels)),
      };
    case 'mean':
      return { ...plain, pool: (ops, _, latents, set) => meanOf(ops, latents, set) };
    case 'max':
      return {
        ...plain,
        pool: (ops, _, latents, { layout }) => ops.poolPixels(latents, layout, 'max'),
      };
    case 'mean-max':
      return {
        ...plain,
        width: 2 * width,
        pool: (ops, _, latents, set) =>
          ops.concat([meanOf(ops, latents, set), ops.poolPixels(latents, set.layout, 'max')], 1),
      };
    case 'log-sum-exp':
      return {
        ...plain,
        pool: (ops, _, latents, set) => smoothMaximum(ops, latents, set, chosen.sharpness),
      };
    case 'attention':
      return {
        ...plain,
        width: heads * width,
        multiplyAdds: 2 * heads * width,
        parameters: [linearWeight('pool/score', [width, heads], width)],
        pool: (ops, parameter, latents, set) => attend(ops, parameter('pool/score'), latents, set),
      };
  }
}

/** What each row counts for: [rows, 1]; undefined where all count the same. */
function rowWeights(ops: Ops, { layout, weights }: PixelSet): Tensor | undefined {
  return weights && ops.spreadPlaces(ops.reshape(weights, [layout.places, 1]), layout);
}

/** Σ w x: [rows, width] → [images, width] */
function sumOf(ops: Ops, latents: Tensor, set: PixelSet): Tensor {
  const weights = rowWeights(ops, set);
  return ops.poolPixels(weights ? ops.mul(latents, weights) : latents, set.layout, 'sum');
}

/** Σ w x / Σ w: [rows, width] → [images, width] */
export function meanOf(ops: Ops, latents: Tensor, set: PixelSet): Tensor {
  const total = sumOf(ops, latents, set);
  if (!set.weights) return ops.affine(total, 1 / set.layout.places);
  return ops.div(total, ops.sum(set.weights, [0]));
}

function smoothMaximum(ops: Ops, latents: Tensor, set: PixelSet, sharpness: number): Tensor {
  const { layout, weights } = set;
  const sharpened = ops.affine(latents, sharpness);
  if (!weights) {
    const total = ops.poolPixels(sharpened, layout, 'logSumExp');
    return ops.affine(total, 1 / sharpness, -Math.log(layout.places) / sharpness);
  }
  const weighed = ops.add(sharpened, ops.log(rowWeights(ops, set)!));
  const total = ops.poolPixels(weighed, layout, 'logSumExp');
  return ops.affine(ops.sub(total, ops.log(ops.sum(weights, [0]))), 1 / sharpness);
}

/** @param score [width, heads] */
function attend(ops: Ops, score: Tensor, latents: Tensor, set: PixelSet): Tensor {
  const { layout } = set;
  const scores = ops.tanh(ops.affine(ops.matMul(latents, score), 1 / SCORE_BOUND));
  const attention = ops.exp(ops.affine(scores, SCORE_BOUND)); // [rows, heads]
  const weights = rowWeights(ops, set);
  const counted = weights ? ops.mul(attention, weights) : attention;
  const totals = ops.poolPixels(counted, layout, 'sum'); // [images, heads]
  const heads = Array.from({ length: score.shape[1]! }, (_, head) => {
    const weighed = ops.mul(latents, ops.slice(counted, 1, head, 1)); // [rows, width]
    return ops.div(ops.poolPixels(weighed, layout, 'sum'), ops.slice(totals, 1, head, 1));
  });
  return heads.length === 1 ? heads[0]! : ops.concat(heads, 1);
}
