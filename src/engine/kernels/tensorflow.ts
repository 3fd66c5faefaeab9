/**
 * The kernels over TensorFlow.js operations, as they are right on WebGL and WebGPU. WASM replaces
 * those that throw, lie or crawl there (wasm.ts). No TensorFlow.js gradient is used.
 *
 * Pixel rows are dense here: a GPU prefers the regular shape, and gathers would need scattered
 * additions on the way back.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  arraysIn,
  type Activation,
  type DeviceArray,
  type Kernels,
  type UnaryName,
} from '../../core/kernels.ts';
import type { PixelLayout } from '../../core/pixels.ts';
import type { Shape } from '../../core/shapes.ts';

/** Our arrays are TensorFlow.js tensors; this is the one place that says so. */
export const tensorOf = (x: DeviceArray) => x as unknown as tf.Tensor;
export const arrayOf = (x: tf.Tensor) => x as unknown as DeviceArray;
const tensor4d = (x: DeviceArray) => tensorOf(x) as tf.Tensor4D;
const tensor2d = (x: DeviceArray) => tensorOf(x) as tf.Tensor2D;
const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

const unaryOperations: Record<UnaryName, (x: tf.Tensor) => tf.Tensor> = {
  relu: tf.relu,
  sin: tf.sin,
  cos: tf.cos,
  exp: tf.exp,
  log: tf.log,
  sqrt: tf.sqrt,
  square: tf.square,
  tanh: tf.tanh,
  abs: tf.abs,
  floor: tf.floor,
  step: (x) => tf.step(x),
};
const binaryOperations = { add: tf.add, sub: tf.sub, mul: tf.mul, div: tf.div };

/** Frees what `body` made, but for what it returns; maps are searched, too. */
function tidy<T>(body: () => T): T {
  const engine = tf.engine();
  engine.startScope('tidy');
  try {
    const result = body();
    engine.endScope([...arraysIn(result, isTensor)]);
    return result;
  } catch (error) {
    engine.endScope();
    throw error;
  }
}

function dense(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor, activation: Activation) {
  return tf.fused.matMul({ a: x, b: weight, bias, activation });
}

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

function pixelDense(
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

function pixelDenseGradient(
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
    offset: arrayOf(tf.sum(upstream, [0])),
    slope: arrayOf(slopes.length === 1 ? slopes[0]! : tf.concat(slopes, perPlace ? 1 : 0)),
  };
}

/** Both operands ready to multiply plainly. */
function multiply(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor {
  return tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, transposeA, transposeB);
}

/** The input gradient as a forward convolution with the flipped filter. */
function conv2dInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: Shape,
  same: boolean,
) {
  const [kernelHeight, kernelWidth] = filter.shape;
  const flipped = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
  if (same && kernelHeight % 2 === 1 && kernelWidth % 2 === 1) {
    return tf.conv2d(dy, flipped, 1, 'same');
  }
  const before = same
    ? [Math.floor((kernelHeight - 1) / 2), Math.floor((kernelWidth - 1) / 2)]
    : [0, 0];
  const [, height = 0, width = 0] = inputShape;
  const top = kernelHeight - 1 - before[0]!;
  const left = kernelWidth - 1 - before[1]!;
  const padded = tf.pad(dy, [
    [0, 0],
    [top, height + kernelHeight - 1 - dy.shape[1] - top],
    [left, width + kernelWidth - 1 - dy.shape[2] - left],
    [0, 0],
  ]);
  return tf.conv2d(padded, flipped, 1, 'valid');
}

/** The filter gradient as a convolution with batch and channels swapped. */
function conv2dFilterGradient(dy: tf.Tensor4D, x: tf.Tensor4D, filterShape: Shape, same: boolean) {
  const [kernelHeight = 0, kernelWidth = 0] = filterShape;
  const top = same ? Math.floor((kernelHeight - 1) / 2) : 0;
  const left = same ? Math.floor((kernelWidth - 1) / 2) : 0;
  const swapped = tf.transpose(x, [3, 1, 2, 0]); // [in, height, width, batch]
  const padded = same
    ? tf.pad(swapped, [
        [0, 0],
        [top, kernelHeight - 1 - top],
        [left, kernelWidth - 1 - left],
        [0, 0],
      ])
    : swapped;
  const upstream = tf.transpose(dy, [1, 2, 0, 3]); // [outHeight, outWidth, batch, out]
  const taps = tf.conv2d(padded as tf.Tensor4D, upstream as tf.Tensor4D, 1, 'valid');
  return tf.transpose(taps, [1, 2, 0, 3]); // [kernelHeight, kernelWidth, in, out]
}

/** x without the rows and columns that complete no window. */
function wholeWindows(x: tf.Tensor4D, size: number): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  if (height % size === 0 && width % size === 0) return x;
  const rows = height - (height % size);
  const columns = width - (width % size);
  return tf.slice(x, [0, 0, 0, 0], [batch, rows, columns, channels]);
}

function maxPool2dGradient(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D, size: number) {
  const whole = wholeWindows(x, size);
  const gradient: tf.Tensor4D = tf
    .engine()
    .runKernel(
      'MaxPoolGrad',
      { dy, input: whole, output: y },
      { filterSize: size, strides: size, pad: 'valid' },
    );
  const [, height, width] = x.shape;
  return tf.pad(gradient, [
    [0, 0],
    [0, height - whole.shape[1]],
    [0, width - whole.shape[2]],
    [0, 0],
  ]);
}

/** Kernels on whatever backend TensorFlow.js has active: one table, a line or two for each kernel. */
export function createTensorFlowKernels(): Kernels {
  const inTidy =
    <Arguments extends unknown[]>(body: (...given: Arguments) => tf.Tensor) =>
    (...given: Arguments): DeviceArray =>
      tidy(() => arrayOf(body(...given)));

  return {
    prefersSparseRows: false,
    fromHost: (values, shape) =>
      arrayOf(tf.tensor(Float32Array.from(values), [...shape], 'float32')),
    // A copy: on a GPU the tensor keeps what was read, and would answer with what became of it.
    read: async (x) => ((await tensorOf(x).data()) as Float32Array).slice(),
    dispose: (x) => tensorOf(x).dispose(),
    tidy,
    count: () => tf.memory().numTensors,

    reshape: (x, shape) => arrayOf(tf.reshape(tensorOf(x), [...shape])),
    transpose: (x, permutation) => arrayOf(tf.transpose(tensorOf(x), [...permutation])),
    concat: (parts, axis) =>
      arrayOf(
        parts.length === 1 ? tf.clone(tensorOf(parts[0]!)) : tf.concat(parts.map(tensorOf), axis),
      ),
    slice(x, axis, begin, length) {
      const from = x.shape.map((_, i) => (i === axis ? begin : 0));
      const size = x.shape.map((each, i) => (i === axis ? length : each));
      return arrayOf(tf.slice(tensorOf(x), from, size));
    },
    broadcast: inTidy((x, shape) => tf.broadcastTo(tensorOf(x), [...shape] as number[])),

    unary: (name, x) => arrayOf(unaryOperations[name](tensorOf(x))),
    binary: (name, a, b) => arrayOf(binaryOperations[name](tensorOf(a), tensorOf(b))),
    affine: inTidy((x, factor, offset) => {
      const scaled = factor === 1 ? tensorOf(x) : tf.mul(tensorOf(x), factor);
      return offset === 0 ? tf.clone(scaled) : tf.add(scaled, offset);
    }),
    // step(NaN) is 0 or 1 by backend; y · 0 carries a NaN on.
    reluGradient: inTidy((upstream, y) =>
      tf.add(tf.mul(tensorOf(upstream), tf.step(tensorOf(y))), tf.mul(tensorOf(y), 0)),
    ),

    sum: inTidy((x, axes) => tf.sum(tensorOf(x), [...axes], true)),
    max: inTidy((x, axis) => tf.max(tensorOf(x), axis, true)),
    maxGradient: inTidy((upstream, x, y) =>
      tf.mul(tensorOf(upstream), tf.cast(tf.equal(tensorOf(x), tensorOf(y)), 'float32')),
    ),

    matMul: inTidy((a, b, transposeA = false, transposeB = false) =>
      multiply(tensorOf(a), tensorOf(b), transposeA, transposeB),
    ),
    dense: inTidy((x, weight, bias, activation) =>
      dense(tensor2d(x), tensor2d(weight), tensorOf(bias), activation),
    ),

    pixelDense: inTidy((values, offset, slope, layout, activation) =>
      pixelDense(tensorOf(values), tensorOf(offset), tensorOf(slope), layout, activation),
    ),
    pixelDenseGradient: (dz, values, slopeShape, layout) =>
      tidy(() => pixelDenseGradient(tensorOf(dz), tensorOf(values), slopeShape, layout)),
    poolPixels: inTidy((x, layout, pooling) => {
      expectDense(layout);
      const rows = byImage(tensorOf(x), layout);
      return pooling === 'sum' ? tf.sum(rows, 1) : tf.max(rows, 1);
    }),
    poolPixelsGradient: inTidy((dy, x, y, layout, pooling) => {
      const { images, places, rows } = layout;
      const width = x.shape[1]!;
      const upstream = tf.reshape(tensorOf(dy), [images, 1, width]);
      if (pooling === 'sum') {
        return tf.reshape(tf.broadcastTo(upstream, [images, places, width]), [rows, width]);
      }
      const largest = tf.reshape(tensorOf(y), [images, 1, width]);
      const isLargest = tf.cast(tf.equal(byImage(tensorOf(x), layout), largest), 'float32');
      return tf.reshape(tf.mul(upstream, isLargest), [rows, width]);
    }),

    conv2d: inTidy((x, filter, bias, padding, activation) =>
      tf.fused.conv2d({
        x: tensor4d(x),
        filter: tensor4d(filter),
        strides: 1,
        pad: padding,
        bias: tensorOf(bias),
        activation,
      }),
    ),
    conv2dInputGradient: inTidy((dy, filter, inputShape, padding) =>
      conv2dInputGradient(tensor4d(dy), tensor4d(filter), inputShape, padding === 'same'),
    ),
    conv2dFilterGradient: inTidy((dy, x, filterShape, padding) =>
      conv2dFilterGradient(tensor4d(dy), tensor4d(x), filterShape, padding === 'same'),
    ),

    maxPool2d: inTidy((x, size) => tf.maxPool(tensor4d(x), size, size, 'valid')),
    maxPool2dGradient: inTidy((dy, x, y, size) =>
      maxPool2dGradient(tensor4d(dy), tensor4d(x), tensor4d(y), size),
    ),
  };
}
