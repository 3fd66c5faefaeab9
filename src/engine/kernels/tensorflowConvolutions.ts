/**
 * Convolutions over TensorFlow.js's, and their gradients over its forward convolutions: its gradients
 * are slow. Where the window moves by more than one pixel, the gradient is spread to where it moved,
 * with zeros in between, and then all is as at stride 1.
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

/** How many zeros lie before and after: [[batch], [height], [width], [channels]]. */
type Zeros = [[number, number], [number, number], [number, number], [number, number]];

/** The zeros that windows on an image of that shape see. */
function zerosAround(
  [, height = 0, width = 0]: Shape,
  [kernelHeight = 0, kernelWidth = 0]: Shape,
  windows: Windows,
): Zeros {
  const down = windowsAlong(height, kernelHeight, windows);
  const across = windowsAlong(width, kernelWidth, windows);
  return [
    [0, 0],
    [down.before, down.after],
    [across.before, across.after],
    [0, 0],
  ];
}

/** Zeros around a gradient at stride 1 with which the flipped filter gives one value for each pixel. */
function zerosAroundGradient(
  [, tall = 0, wide = 0]: Shape,
  filter: Shape,
  image: Shape,
  windows: Windows,
): Zeros {
  const [kernelHeight = 0, kernelWidth = 0] = filter;
  const [, height = 0, width = 0] = image;
  const [, [above], [beside]] = zerosAround(image, filter, windows);
  const top = kernelHeight - 1 - above;
  const left = kernelWidth - 1 - beside;
  return [
    [0, 0],
    [top, height + kernelHeight - 1 - tall - top],
    [left, width + kernelWidth - 1 - wide - left],
    [0, 0],
  ];
}

export function conv2d(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor,
  windows: Windows,
  activation: Activation,
): tf.Tensor4D {
  const { stride, padding } = windows;
  return tf.fused.conv2d({ x, filter, strides: stride, pad: padding, bias, activation });
}

/** The input gradient as a forward convolution with the flipped filter. */
export function conv2dInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: Shape,
  windows: Windows,
): tf.Tensor4D {
  const flipped = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
  const apart = atStrideOne(dy, windows.stride);
  const zeros = zerosAroundGradient(apart.shape, filter.shape, inputShape, windows);
  return tf.conv2d(apart, flipped, 1, zeros);
}

/** The filter gradient as a convolution with batch and channels swapped. */
export function conv2dFilterGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  filterShape: Shape,
  windows: Windows,
): tf.Tensor {
  const [kernelHeight = 0, kernelWidth = 0] = filterShape;
  const apart = atStrideOne(dy, windows.stride);
  const [, tall, wide] = apart.shape;
  const [none, [top], [left]] = zerosAround(x.shape, filterShape, windows);
  const swapped = tf.transpose(x, [3, 1, 2, 0]) as tf.Tensor4D; // [in, height, width, batch]
  const upstream = tf.transpose(apart, [1, 2, 0, 3]) as tf.Tensor4D; // [outHeight, outWidth, batch, out]
  // As many zeros behind, or pixels less, as leave one place for each tap.
  const below = tall + kernelHeight - 1 - x.shape[1] - top;
  const right = wide + kernelWidth - 1 - x.shape[2] - left;
  const read = [x.shape[3], x.shape[1] + Math.min(0, below), x.shape[2] + Math.min(0, right), -1];
  const image = below < 0 || right < 0 ? tf.slice(swapped, [0, 0, 0, 0], read) : swapped;
  const zeros: Zeros = [none, [top, Math.max(0, below)], [left, Math.max(0, right)], none];
  const taps = tf.conv2d(image as tf.Tensor4D, upstream, 1, zeros);
  return tf.transpose(taps, [1, 2, 0, 3]); // [kernelHeight, kernelWidth, in, out]
}

/** [kernelHeight, kernelWidth, channels] as TensorFlow.js has it: one filter for each channel. */
const ofOneEach = (filter: tf.Tensor): tf.Tensor4D => tf.expandDims(filter, 3);

export function depthwiseConv2d(x: tf.Tensor4D, filter: tf.Tensor, windows: Windows): tf.Tensor4D {
  return tf.depthwiseConv2d(x, ofOneEach(filter), windows.stride, windows.padding);
}

export function depthwiseConv2dInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor,
  inputShape: Shape,
  windows: Windows,
): tf.Tensor4D {
  const flipped = ofOneEach(tf.reverse(filter, [0, 1]));
  const apart = atStrideOne(dy, windows.stride);
  const zeros = zerosAroundGradient(apart.shape, filter.shape, inputShape, windows);
  return tf.depthwiseConv2d(apart, flipped, 1, zeros);
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
  const image = tf.pad(x, zerosAround(x.shape, filterShape, windows));
  const apart = atStrideOne(dy, windows.stride);
  const under = [batch, apart.shape[1], apart.shape[2], inChannels];
  const taps: tf.Tensor[] = [];
  for (let ky = 0; ky < kernelHeight; ky++) {
    for (let kx = 0; kx < kernelWidth; kx++) {
      const product = tf.mul(tf.slice(image, [0, ky, kx, 0], under), apart);
      taps.push(tf.sum(tf.reshape(product, [-1, inChannels]), [0], true)); // [1, channels]
    }
  }
  const joined = taps.length === 1 ? taps[0]! : tf.concat(taps, 0);
  return tf.reshape(joined, [kernelHeight, kernelWidth, inChannels]);
}
