/**
 * Look-ups in tables over TensorFlow.js operations. The gradient is a look-up as well, with the
 * roles of entries and results exchanged: a scattered addition would add in an order of its own on
 * WebGPU, and so differ from run to run.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Lookup } from '../../core/kernels.ts';

/** [entries, width] → [results, width] */
export function lookUp(table: tf.Tensor, { count, indices, weights }: Lookup): tf.Tensor {
  const width = table.shape[1]!;
  const results = indices.length / count;
  const read = tf.gather(table, tf.tensor1d(indices, 'int32'));
  const weighed = tf.mul(read, tf.tensor2d(weights, [indices.length, 1]));
  return count === 1 ? weighed : tf.sum(tf.reshape(weighed, [results, count, width]), 1);
}

export function lookUpGradient(upstream: tf.Tensor, lookup: Lookup, entries: number): tf.Tensor {
  return lookUp(upstream, turned(lookup, entries));
}

const turnedLookups = new WeakMap<Lookup, Lookup>();

/**
 * For every entry the results that read it. As many for each as for the entry most read; where
 * there are fewer, result 0 with weight 0.
 */
function turned(lookup: Lookup, entries: number): Lookup {
  const known = turnedLookups.get(lookup);
  if (known && known.indices.length === known.count * entries) return known;
  const { count, indices, weights } = lookup;
  const readers = new Int32Array(entries);
  for (const entry of indices) readers[entry]!++;
  const most = readers.reduce((a, b) => Math.max(a, b), 1);
  const result: Lookup = {
    count: most,
    indices: new Int32Array(entries * most),
    weights: new Float32Array(entries * most),
  };
  indices.forEach((entry, read) => {
    const at = entry * most + --readers[entry]!;
    result.indices[at] = Math.floor(read / count);
    result.weights[at] = weights[read]!;
  });
  turnedLookups.set(lookup, result);
  return result;
}
