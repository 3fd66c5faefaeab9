/** Normalisation of columns over TensorFlow.js operations. */
import * as tf from '@tensorflow/tfjs-core';

const perRow = (x: tf.Tensor) => tf.expandDims(x, 0);

/**
 * Everything is taken relative to the first row: sums of float32 lose what is small beside a large
 * mean, and differences of neighbours do not.
 */
export function normaliseColumns(x: tf.Tensor, epsilon: number) {
  const first = tf.slice(x, [0, 0], [1, x.shape[1]!]);
  const shifted = tf.sub(x, first);
  const shift = tf.mean(shifted, 0, true);
  const centred = tf.sub(shifted, shift);
  const variance = tf.mean(tf.square(centred), 0, true);
  const columns = [x.shape[1]!];
  return {
    y: tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))),
    mean: tf.reshape(tf.add(first, shift), columns),
    variance: tf.reshape(variance, columns),
  };
}

/** (upstream − mean(upstream) − y · mean(upstream · y)) / √(variance + epsilon) */
export function normaliseColumnsGradient(
  upstream: tf.Tensor,
  y: tf.Tensor,
  variance: tf.Tensor,
  epsilon: number,
): tf.Tensor {
  const level = tf.mean(upstream, 0, true);
  const slope = tf.mean(tf.mul(upstream, y), 0, true);
  const left = tf.sub(tf.sub(upstream, level), tf.mul(y, slope));
  return tf.mul(left, perRow(tf.rsqrt(tf.add(variance, epsilon))));
}
