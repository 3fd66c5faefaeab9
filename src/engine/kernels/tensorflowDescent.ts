/** The end of a step over TensorFlow.js operations: the loss, and what the optimisers do. */
import * as tf from '@tensorflow/tfjs-core';
import type { AdamStep, MomentumStep } from '../../core/kernels.ts';

/** Logits and targets [rows, classes] → losses [rows] and their gradient [rows, classes]. */
export function softmaxCrossEntropy(logits: tf.Tensor, targets: tf.Tensor) {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const logShares = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
  return {
    losses: tf.neg(tf.sum(tf.mul(targets, logShares), 1)),
    excess: tf.sub(tf.exp(logShares), targets),
  };
}

/** share · a + part */
const joined = (a: tf.Tensor, share: number, part: tf.Tensor) => tf.add(tf.mul(a, share), part);

interface AdamState {
  readonly value: tf.Tensor;
  readonly mean: tf.Tensor;
  readonly square: tf.Tensor;
}

export function adam(
  from: AdamState & { readonly gradient: tf.Tensor },
  { rate, beta1, beta2, epsilon, decay, correction1, correction2 }: AdamStep,
): AdamState {
  const mean = joined(from.mean, beta1, tf.mul(from.gradient, 1 - beta1));
  const square = joined(from.square, beta2, tf.mul(tf.square(from.gradient), 1 - beta2));
  const root = tf.add(tf.mul(tf.sqrt(square), 1 / Math.sqrt(correction2)), epsilon);
  const change = tf.div(tf.mul(mean, rate / correction1), root);
  const kept = decay === 0 ? from.value : tf.mul(from.value, 1 - rate * decay);
  return { value: tf.sub(kept, change), mean, square };
}

interface MomentumState {
  readonly value: tf.Tensor;
  readonly velocity: tf.Tensor;
}

export function momentum(
  { value, velocity, gradient }: MomentumState & { readonly gradient: tf.Tensor },
  { rate, momentum: remembered, decay }: MomentumStep,
): MomentumState {
  const force = decay === 0 ? gradient : joined(value, decay, gradient);
  const moved = joined(velocity, remembered, force);
  return { value: tf.sub(value, tf.mul(moved, rate)), velocity: moved };
}
