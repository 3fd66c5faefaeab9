/**
 * Multi-head self-attention: every token asks, every token answers with a key and a value.
 *
 *   x [batch, tokens, width]
 *     -> queries, keys, values  [batch, heads, tokens, width / heads]
 *     -> attention              [batch, heads, tokens, tokens]  softmax of query · key / √(width / heads)
 *     -> values, mixed by it    [batch, tokens, width]
 *     -> dense                  [batch, tokens, width]
 *
 * Vaswani et al. 2017, arXiv:1706.03762.
 */
import type { Ops, ParameterLookup, Tensor } from '../../core/ops.ts';
import type { ParameterSpec } from '../../core/parameters.ts';
import { applyDense, denseParameters } from './dense.ts';

const projections = ['query', 'key', 'value', 'out'] as const;

export const attentionParameters = (name: string, width: number): ParameterSpec[] =>
  projections.flatMap((projection) => denseParameters(`${name}/${projection}`, width, width));

/** Multiply-adds, and numbers kept for the way back, for one example. */
export function attentionCost(tokens: number, width: number, heads: number) {
  return {
    multiplyAdds: 4 * tokens * width * width + 2 * tokens * tokens * width,
    kept: 10 * tokens * width + 2 * heads * tokens * tokens,
  };
}

/** @returns the tokens [batch, tokens, width], and who looked at whom [batch, heads, tokens, tokens] */
export function attend(
  ops: Ops,
  parameter: ParameterLookup,
  name: string,
  x: Tensor,
  heads: number,
): { mixed: Tensor; attention: Tensor } {
  const [batch = 0, tokens = 0, width = 0] = x.shape;
  const project = (projection: string, order: readonly number[]) => {
    const projected = applyDense(ops, parameter, `${name}/${projection}`, x);
    return ops.transpose(ops.reshape(projected, [batch, tokens, heads, width / heads]), order);
  };
  const queries = ops.affine(project('query', [0, 2, 1, 3]), 1 / Math.sqrt(width / heads));
  const keys = project('key', [0, 2, 3, 1]); // [batch, heads, width / heads, tokens]
  const values = project('value', [0, 2, 1, 3]);
  const attention = ops.softmax(ops.matMul(queries, keys));
  const gathered = ops.transpose(ops.matMul(attention, values), [0, 2, 1, 3]);
  const joined = ops.reshape(gathered, [batch, tokens, width]);
  return { mixed: applyDense(ops, parameter, `${name}/out`, joined), attention };
}

/**
 * How much each of the last `count` tokens is looked at in each head: by one asker, or by all on
 * average.
 *
 * @returns [batch, count, heads]
 */
export function looksByToken(
  ops: Ops,
  attention: Tensor,
  count: number,
  asker: number | undefined,
): Tensor {
  const [batch = 0, heads = 0, tokens = 0] = attention.shape;
  const byAll =
    asker === undefined
      ? ops.mean(attention, [2])
      : ops.reshape(ops.slice(attention, 2, asker, 1), [batch, heads, tokens]);
  const looks = count === tokens ? byAll : ops.slice(byAll, 2, tokens - count, count);
  return ops.transpose(looks, [0, 2, 1]);
}
