/** What a case needs to say its model in TensorFlow.js, and the layers that several of them share. */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { FirstValues } from './case.ts';

export type { TensorFlow };
type Tensor = TensorFlow.Tensor;

export interface StockModel {
  /** inputs [batch, …], targets [batch, outputs] → mean loss of the batch. */
  loss(inputs: Tensor, targets: Tensor): TensorFlow.Scalar;
}

export interface StockTools {
  readonly tf: typeof TensorFlow;
  readonly values: FirstValues;
  /** A trained variable with the lab's first values, by the lab's name. */
  variable(name: string): TensorFlow.Variable;
}

export function createStockTools(tf: typeof TensorFlow, values: FirstValues): StockTools {
  return {
    tf,
    values,
    variable(name) {
      const { values: own, shape } = values(name);
      return tf.tidy(() => tf.variable(tf.tensor(own, [...shape])));
    },
  };
}

/** activation(x · weight + bias), the variables made once. */
export function stockDense({ tf, variable }: StockTools, name: string, relu: boolean) {
  const weight = variable(`${name}/weight`);
  const bias = variable(`${name}/bias`);
  return (x: Tensor): Tensor => {
    const y = tf.add(tf.matMul(x, weight), bias);
    return relu ? tf.relu(y) : y;
  };
}

export function crossEntropy(
  { tf }: StockTools,
  targets: Tensor,
  logits: Tensor,
): TensorFlow.Scalar {
  return tf.losses.softmaxCrossEntropy(targets, logits) as TensorFlow.Scalar;
}
