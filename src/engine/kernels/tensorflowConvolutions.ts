/**
 * Convolutions over TensorFlow.js's, and their gradients over its forward convolutions: its gradients
 * are slow, and missing on WASM. Where the window moves by more than one pixel, the gradient is
 * spread to where it moved, with zeros in between, and then all is as at stride 1.
 */
import * as tf from '@tensorflow/tfjs-core';
import { convolutionSizes, windowsAlong } from '../../core/host/convolution.ts';
import type { Activation, Windows } from '../../core/kernels.ts';
import type { Shape } from '../../core/shapes.ts';

/** Zeros between neighbours along the middle axis: [outer, length, inner] → (length − 1) · stride + 1. */
function spread(x: tf.Tensor3D, stride: number): tf.Tensor3D {
  const [outer, length, inner] = x.shape;
  const apart = tf.pad(tf.reshape(x, [outer * length, 1, inner]), [
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const joined = tf.reshape(apart, [outer, length * stride, inner]) as tf.Tensor3D;
  return tf.slice(joined, [0, 0, 0], [outer, (length - 1) * stride + 1, inner]);
}

/** A gradient [batch, outHeight, outWidth, channels] as it would be at stride 1, zero where no window lay. */
function atStrideOne(dy: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return dy;
  const [batch, height, width, channels] = dy.shape;
  const rows = spread(tf.reshape(dy, [batch, height, width * channels]), stride);
  const tall = rows.shape[1];
  const cells = spread(tf.reshape(rows, [batch * tall, width, channels]), stride);
  return tf.reshape(cells, [batch, tall, cells.shape[1], channels]);
}

/** Zeros around a gradient at stride 1 so that a `valid` convolution gives one value for each pixel. */
function paddedGradient(
  dy: tf.Tensor4D,
  [kernelHeight = 0, kernelWidth = 0]: Shape,
  [, height = 0, width = 0]: Shape,
  windows: Windows,
): tf.Tensor4D {
  const top = kernelHeight - 1 - windowsAlong(height, kernelHeight, windows).before;
  const left = kernelWidth - 1 - windowsAlong(width, kernelWidth, windows).before;
  const [, tall, wide] = dy.shape;
  return tf.pad(dy, [
    [0, 0],
    [top, height + kernelHeight - 1 - tall - top],
    [left, width + kernelWidth - 1 - wide - left],
    [0, 0],
  ]);
}

/** x with the zeros that `same` puts around it, and none that no window reaches. */
function paddedImage(
  x: tf.Tensor4D,
  [kernelHeight = 0, kernelWidth = 0]: Shape,
  windows: Windows,
): tf.Tensor4D {
  if (windows.padding === 'valid') return x;
  const down = windowsAlong(x.shape[1], kernelHeight, windows);
  const across = windowsAlong(x.shape[2], kernelWidth, windows);
  return tf.pad(x, [
    [0, 0],
    [down.before, down.after],
    [across.before, across.after],
    [0, 0],
  ]);
}

/**
 * A forward convolution's image and padding. Where a kernel is narrower than its stride, WASM reads
 * the wrong pixels with `same`; zeros put there beforehand are right everywhere.
 */
function padded(x: tf.Tensor4D, filter: Shape, windows: Windows) {
  const [kernelHeight = 0, kernelWidth = 0] = filter;
  if (Math.min(kernelHeight, kernelWidth) >= windows.stride) return { x, pad: windows.padding };
  return { x: paddedImage(x, filter, windows), pad: 'valid' as const };
}

export function conv2d(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor,
  windows: Windows,
  activation: Activation,
): tf.Tensor4D {
  const given = padded(x, filter.shape, windows);
  return tf.fused.conv2d({ ...given, filter, strides: windows.stride, bias, activation });
}

const isOdd = (length: number) => length % 2 === 1;

/** The input gradient as a forward convolution with the flipped filter. */
export function conv2dInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: Shape,
  windows: Windows,
): tf.Tensor4D {
  const [kernelHeight, kernelWidth] = filter.shape;
  const flipped = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
  const { padding, stride } = windows;
  if (padding === 'same' && stride === 1 && isOdd(kernelHeight) && isOdd(kernelWidth)) {
    return tf.conv2d(dy, flipped, 1, 'same');
  }
  const around = paddedGradient(atStrideOne(dy, stride), filter.shape, inputShape, windows);
  return tf.conv2d(around, flipped, 1, 'valid');
}

/** The filter gradient as a convolution with batch and channels swapped. */
export function conv2dFilterGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  filterShape: Shape,
  windows: Windows,
): tf.Tensor {
  const [kernelHeight = 0, kernelWidth = 0] = filterShape;
  const spreadOut = atStrideOne(dy, windows.stride);
  const [, tall, wide] = spreadOut.shape;
  const image = paddedImage(x, filterShape, windows);
  // Rows and columns behind the last window would come out as further taps.
  const [batch, , , channels] = image.shape;
  const read = [batch, tall + kernelHeight - 1, wide + kernelWidth - 1, channels];
  const swapped = tf.transpose(tf.slice(image, [0, 0, 0, 0], read), [3, 1, 2, 0]);
  const upstream = tf.transpose(spreadOut, [1, 2, 0, 3]); // [outHeight, outWidth, batch, out]
  const taps = tf.conv2d(swapped as tf.Tensor4D, upstream as tf.Tensor4D, 1, 'valid');
  return tf.transpose(taps, [1, 2, 0, 3]); // [kernelHeight, kernelWidth, in, out]
}

/** [kernelHeight, kernelWidth, channels] as TensorFlow.js has it: one filter for each channel. */
const ofOneEach = (filter: tf.Tensor): tf.Tensor4D => tf.expandDims(filter, 3);

export function depthwiseConv2d(x: tf.Tensor4D, filter: tf.Tensor, windows: Windows): tf.Tensor4D {
  const given = padded(x, filter.shape, windows);
  return tf.depthwiseConv2d(given.x, ofOneEach(filter), windows.stride, given.pad);
}

export function depthwiseConv2dInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor,
  inputShape: Shape,
  windows: Windows,
): tf.Tensor4D {
  const flipped = ofOneEach(tf.reverse(filter, [0, 1]));
  const spreadOut = atStrideOne(dy, windows.stride);
  const around = paddedGradient(spreadOut, filter.shape, inputShape, windows);
  return tf.depthwiseConv2d(around, flipped, 1, 'valid');
}

/** Tap by tap: the image under that tap times the gradient, summed. */
export function depthwiseConv2dFilterGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  filterShape: Shape,
  windows: Windows,
): tf.Tensor {
  const { kernelHeight, kernelWidth, batch, inChannels } = convolutionSizes(
    x.shape,
    filterShape,
    windows,
  );
  const image = paddedImage(x, filterShape, windows);
  const spreadOut = atStrideOne(dy, windows.stride);
  const under = [batch, spreadOut.shape[1], spreadOut.shape[2], inChannels];
  const taps: tf.Tensor[] = [];
  for (let ky = 0; ky < kernelHeight; ky++) {
    for (let kx = 0; kx < kernelWidth; kx++) {
      const product = tf.mul(tf.slice(image, [0, ky, kx, 0], under), spreadOut);
      taps.push(tf.sum(tf.reshape(product, [-1, inChannels]), [0], true)); // [1, channels]
    }
  }
  const joined = taps.length === 1 ? taps[0]! : tf.concat(taps, 0);
  return tf.reshape(joined, [kernelHeight, kernelWidth, inChannels]);
}
