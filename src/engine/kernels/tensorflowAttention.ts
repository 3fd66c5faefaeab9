/**
 * Softmax's gradient and GELU over TensorFlow.js operations. GELU's tanh form is x · σ(2u) with
 * u = √(2/π) · (x + 0.044715 x³): fewer operations, and σ does not overflow.
 */
import * as tf from '@tensorflow/tfjs-core';

const CUBIC = 0.044715;
const SCALE = 2 * Math.sqrt(2 / Math.PI);

/** y · (upstream − Σ upstream · y) over the last axis. */
export function softmaxGradient(upstream: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.mul(y, tf.sub(upstream, tf.sum(tf.mul(upstream, y), -1, true)));
}

/** σ(2u) */
function gate(x: tf.Tensor, squared: tf.Tensor): tf.Tensor {
  return tf.sigmoid(tf.mul(x, tf.add(tf.mul(squared, SCALE * CUBIC), SCALE)));
}

export function gelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, gate(x, tf.square(x)));
}

/** upstream · σ · (1 + x · (1 − σ) · 2u′) */
export function geluGradient(upstream: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const squared = tf.square(x);
  const open = gate(x, squared);
  const inner = tf.mul(x, tf.add(tf.mul(squared, 3 * SCALE * CUBIC), SCALE));
  const rise = tf.add(tf.mul(tf.sub(1, open), inner), 1);
  return tf.mul(upstream, tf.mul(open, rise));
}
