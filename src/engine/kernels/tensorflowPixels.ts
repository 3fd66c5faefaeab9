/**
 * The rows of pixel models over TensorFlow.js operations. Rows are dense here: a GPU prefers the
 * regular shape, and gathers would need scattered additions on the way back.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Activation, Pooling } from '../../core/kernels.ts';
import type { PixelLayout } from '../../core/pixels.ts';
import type { Shape } from '../../core/shapes.ts';

/** [images, places, width] view of dense rows. */
function byImage(rows: tf.Tensor, { images, places }: PixelLayout): tf.Tensor3D {
  return tf.reshape(rows, [images, places, rows.shape[1]!]);
}

function expectDense({ kind }: PixelLayout): void {
  if (kind !== 'dense') throw new Error('this backend takes dense pixel rows');
}

/** One channel's values [images, places, 1] and its slopes [1, 1 or places, width]. */
function channelOf(values: tf.Tensor, slope: tf.Tensor, channel: number, layout: PixelLayout) {
  const own = tf.slice(values, [0, channel], [layout.rows, 1]);
  const width = slope.shape.at(-1)!;
  const slopes =
    slope.rank === 2
      ? tf.slice(slope, [channel, 0], [1, width])
      : tf.slice(slope, [0, channel, 0], [layout.places, 1, width]);
  return {
    values: tf.reshape(own, [layout.images, layout.places, 1]),
    slopes: tf.reshape(slopes, [1, slope.rank === 2 ? 1 : layout.places, width]),
  };
}

export function pixelDense(
  values: tf.Tensor,
  offset: tf.Tensor,
  slope: tf.Tensor,
  layout: PixelLayout,
  activation: Activation,
): tf.Tensor {
  expectDense(layout);
  const width = offset.shape[1]!;
  let z: tf.Tensor = tf.reshape(offset, [1, layout.places, width]);
  for (let channel = 0; channel < values.shape[1]!; channel++) {
    const { values: own, slopes } = channelOf(values, slope, channel, layout);
    z = tf.add(z, tf.mul(own, slopes)); // [images, places, width]
  }
  return tf.reshape(activation === 'relu' ? tf.relu(z) : z, [layout.rows, width]);
}

export function pixelDenseGradient(
  dz: tf.Tensor,
  values: tf.Tensor,
  slopeShape: Shape,
  layout: PixelLayout,
) {
  expectDense(layout);
  const upstream = byImage(dz, layout);
  const channels = values.shape[1]!;
  const perPlace = slopeShape.length === 3;
  const slopes = Array.from({ length: channels }, (_, channel) => {
    const own = tf.reshape(tf.slice(values, [0, channel], [layout.rows, 1]), [
      layout.images,
      layout.places,
      1,
    ]);
    const total = tf.sum(tf.mul(upstream, own), perPlace ? [0] : [0, 1]);
    return tf.expandDims(total, perPlace ? 1 : 0);
  });
  return {
    offset: tf.sum(upstream, [0]),
    slope: slopes.length === 1 ? slopes[0]! : tf.concat(slopes, perPlace ? 1 : 0),
  };
}

export function poolPixels(x: tf.Tensor, layout: PixelLayout, pooling: Pooling): tf.Tensor {
  expectDense(layout);
  const rows = byImage(x, layout);
  if (pooling === 'logSumExp') return tf.logSumExp(rows, 1);
  return pooling === 'sum' ? tf.sum(rows, 1) : tf.max(rows, 1);
}

export function poolPixelsGradient(
  { dy, x, y }: { dy: tf.Tensor; x: tf.Tensor; y: tf.Tensor },
  layout: PixelLayout,
  pooling: Pooling,
): tf.Tensor {
  const { images, places, rows } = layout;
  const width = x.shape[1]!;
  const upstream = tf.reshape(dy, [images, 1, width]);
  if (pooling === 'sum') {
    return tf.reshape(tf.broadcastTo(upstream, [images, places, width]), [rows, width]);
  }
  const pooled = tf.reshape(y, [images, 1, width]);
  const share =
    pooling === 'max'
      ? tf.cast(tf.equal(byImage(x, layout), pooled), 'float32')
      : tf.exp(tf.sub(byImage(x, layout), pooled));
  return tf.reshape(tf.mul(upstream, share), [rows, width]);
}
