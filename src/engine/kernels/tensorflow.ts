/**
 * The kernels over TensorFlow.js operations, as they are right on WebGL and WebGPU, which put programs
 * of their own over some of them (webgl.ts, webgpu.ts). No TensorFlow.js gradient is used.
 * Families of kernels have neighbour files of their own.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  arraysIn,
  type Activation,
  type DeviceArray,
  type Kernels,
  type UnaryName,
} from '../../core/kernels.ts';
import { composeDenseGradient } from './denseGradient.ts';
import * as attention from './tensorflowAttention.ts';
import * as convolutions from './tensorflowConvolutions.ts';
import * as descent from './tensorflowDescent.ts';
import * as normalisation from './tensorflowNormalisation.ts';
import * as pixels from './tensorflowPixels.ts';
import * as tables from './tensorflowTables.ts';

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

/** Both operands ready to multiply plainly. */
function multiply(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor {
  return tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, transposeA, transposeB);
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

  const kernels: Omit<Kernels, 'denseGradient'> = {
    prefersSparseRows: false,
    fromHost: (values, shape) =>
      arrayOf(tf.tensor(new Float32Array(values), [...shape], 'float32')),
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

    batchMatMul: inTidy((a, b, transposeA = false, transposeB = false) =>
      multiply(tensorOf(a), tensorOf(b), transposeA, transposeB),
    ),
    softmax: inTidy((x) => tf.softmax(tensorOf(x))),
    softmaxGradient: inTidy((upstream, y) =>
      attention.softmaxGradient(tensorOf(upstream), tensorOf(y)),
    ),
    gelu: inTidy((x) => attention.gelu(tensorOf(x))),
    geluGradient: inTidy((upstream, x) => attention.geluGradient(tensorOf(upstream), tensorOf(x))),
    lookUp: inTidy((table, lookup) => tables.lookUp(tensorOf(table), lookup)),
    lookUpGradient: inTidy((upstream, lookup, entries) =>
      tables.lookUpGradient(tensorOf(upstream), lookup, entries),
    ),

    pixelDense: inTidy((values, offset, slope, layout, activation) =>
      pixels.pixelDense(tensorOf(values), tensorOf(offset), tensorOf(slope), layout, activation),
    ),
    pixelDenseGradient: (dz, values, slopeShape, layout) =>
      tidy(() => {
        const { offset, slope } = pixels.pixelDenseGradient(
          tensorOf(dz),
          tensorOf(values),
          slopeShape,
          layout,
        );
        return { offset: arrayOf(offset), slope: arrayOf(slope) };
      }),
    poolPixels: inTidy((x, layout, pooling) => pixels.poolPixels(tensorOf(x), layout, pooling)),
    poolPixelsGradient: inTidy((dy, x, y, layout, pooling) =>
      pixels.poolPixelsGradient(
        { dy: tensorOf(dy), x: tensorOf(x), y: tensorOf(y) },
        layout,
        pooling,
      ),
    ),

    normaliseColumns: (x, epsilon) =>
      tidy(() => {
        const { y, mean, variance } = normalisation.normaliseColumns(tensorOf(x), epsilon);
        return { y: arrayOf(y), mean: arrayOf(mean), variance: arrayOf(variance) };
      }),
    normaliseColumnsGradient: inTidy((upstream, y, variance, epsilon) =>
      normalisation.normaliseColumnsGradient(
        tensorOf(upstream),
        tensorOf(y),
        tensorOf(variance),
        epsilon,
      ),
    ),

    conv2d: inTidy((x, filter, bias, windows, activation) =>
      convolutions.conv2d(tensor4d(x), tensor4d(filter), tensorOf(bias), windows, activation),
    ),
    conv2dInputGradient: inTidy((dy, filter, inputShape, windows) =>
      convolutions.conv2dInputGradient(tensor4d(dy), tensor4d(filter), inputShape, windows),
    ),
    conv2dFilterGradient: inTidy((dy, x, filterShape, windows) =>
      convolutions.conv2dFilterGradient(tensor4d(dy), tensor4d(x), filterShape, windows),
    ),
    depthwiseConv2d: inTidy((x, filter, windows) =>
      convolutions.depthwiseConv2d(tensor4d(x), tensorOf(filter), windows),
    ),
    depthwiseConv2dInputGradient: inTidy((dy, filter, inputShape, windows) =>
      convolutions.depthwiseConv2dInputGradient(
        tensor4d(dy),
        tensorOf(filter),
        inputShape,
        windows,
      ),
    ),
    depthwiseConv2dFilterGradient: inTidy((dy, x, filterShape, windows) =>
      convolutions.depthwiseConv2dFilterGradient(tensor4d(dy), tensor4d(x), filterShape, windows),
    ),

    maxPool2d: inTidy((x, size) => tf.maxPool(tensor4d(x), size, size, 'valid')),
    maxPool2dGradient: inTidy((dy, x, y, size) =>
      maxPool2dGradient(tensor4d(dy), tensor4d(x), tensor4d(y), size),
    ),

    softmaxCrossEntropy: (logits, targets) =>
      tidy(() => {
        const found = descent.softmaxCrossEntropy(tensorOf(logits), tensorOf(targets));
        return { losses: arrayOf(found.losses), excess: arrayOf(found.excess) };
      }),
    adam: ({ value, gradient, mean, square }, step) =>
      tidy(() => {
        const from = { value: tensorOf(value), gradient: tensorOf(gradient) };
        const means = { mean: tensorOf(mean), square: tensorOf(square) };
        const moved = descent.adam({ ...from, ...means }, step);
        return {
          value: arrayOf(moved.value),
          mean: arrayOf(moved.mean),
          square: arrayOf(moved.square),
        };
      }),
    momentum: ({ value, gradient, velocity }, step) =>
      tidy(() => {
        const from = { value: tensorOf(value), gradient: tensorOf(gradient) };
        const moved = descent.momentum({ ...from, velocity: tensorOf(velocity) }, step);
        return { value: arrayOf(moved.value), velocity: arrayOf(moved.velocity) };
      }),
  };
  return { ...kernels, denseGradient: composeDenseGradient(kernels) };
}
