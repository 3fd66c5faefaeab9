/**
 * The lab's WASM kernels as TensorFlow.js would call them. Each entry answers with `undefined` where
 * the lab has no such kernel (other types, dilations, unequal strides): TensorFlow.js's own then runs.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type {
  BinaryName,
  DeviceArray,
  Kernels,
  UnaryName,
  Windows,
} from '../../src/core/kernels.ts';
import { convolutionSizes } from '../../src/core/host/convolution.ts';
import { dataOf } from '../../src/core/host/memory.ts';
import { sizeOf } from '../../src/core/shapes.ts';

/** What a TensorFlow.js kernel is called with. */
export interface Call {
  /** On the lab's backend. */
  readonly arrays: Readonly<Record<string, DeviceArray>>;
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export type LabKernel = (kernels: Kernels, call: Call) => DeviceArray | undefined;

const unary =
  (name: UnaryName): LabKernel =>
  (kernels, { arrays, attributes }) =>
    attributes['alpha'] ? undefined : kernels.unary(name, arrays['x']!);

const binary =
  (name: BinaryName): LabKernel =>
  (kernels, { arrays }) =>
    kernels.binary(name, arrays['a']!, arrays['b']!);

function same(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const [first, ...others] = value as number[];
  return others.every((other) => other === first) ? first : undefined;
}

/** The windows that attributes describe, where the lab knows them. */
function windowsOf({
  strides,
  pad,
  dilations,
  dataFormat = 'NHWC',
  dimRoundingMode,
}: Readonly<Record<string, unknown>>): Windows | undefined {
  const stride = same(strides);
  if (stride === undefined || same(dilations ?? 1) !== 1) return undefined;
  if (dataFormat !== 'NHWC' || (dimRoundingMode && pad !== 0)) return undefined;
  if (pad === 'same') return { padding: 'same', stride };
  return pad === 'valid' || pad === 0 ? { padding: 'valid', stride } : undefined;
}

function noBias(kernels: Kernels, filter: DeviceArray): DeviceArray {
  const outputs = filter.shape[3]!;
  return kernels.fromHost(new Float32Array(outputs), [outputs]);
}

const convolution: LabKernel = (kernels, { arrays, attributes }) => {
  const windows = windowsOf(attributes);
  const { x, filter, bias, preluActivationWeights } = arrays;
  const activation = attributes['activation'] ?? 'linear';
  if (!windows || preluActivationWeights) return undefined;
  if (activation !== 'linear' && activation !== 'relu') return undefined;
  if (bias && sizeOf(bias.shape) !== filter!.shape[3]) return undefined;
  const flat = bias ? kernels.reshape(bias, [filter!.shape[3]!]) : noBias(kernels, filter!);
  return kernels.conv2d(x!, filter!, flat, windows, activation);
};

/** A depthwise filter with one result for each channel: [height, width, channels]. */
function depthwiseFilter(kernels: Kernels, filter: DeviceArray): DeviceArray | undefined {
  return filter.shape[3] === 1 ? kernels.reshape(filter, filter.shape.slice(0, 3)) : undefined;
}

function poolSize({ filterSize, strides, pad }: Readonly<Record<string, unknown>>, x: DeviceArray) {
  const size = same(filterSize);
  const whole = x.shape[1]! % size! === 0 && x.shape[2]! % size! === 0;
  const isPlain = pad === 'valid' || pad === 0 || (pad === 'same' && whole);
  return size !== undefined && size === same(strides) && isPlain ? size : undefined;
}

/** A reduction's axes, and its result's shape. */
function reduced(x: DeviceArray, axis: unknown, keepDims: unknown) {
  const given = axis === undefined || axis === null ? x.shape.map((_, i) => i) : [axis].flat();
  const axes = (given as number[]).map((each) => (each < 0 ? each + x.shape.length : each));
  const shape = keepDims
    ? x.shape.map((length, i) => (axes.includes(i) ? 1 : length))
    : x.shape.filter((_, i) => !axes.includes(i));
  return { axes, shape };
}

function lookupOf(indices: Int32Array) {
  return { count: 1, indices, weights: new Float32Array(indices.length).fill(1) };
}

const valuesOf = (info: TensorInfo): Int32Array =>
  Int32Array.from((info as unknown as { dataSync(): ArrayLike<number> }).dataSync());

export const labKernels: Readonly<Record<string, LabKernel>> = {
  Relu: unary('relu'),
  Sin: unary('sin'),
  Cos: unary('cos'),
  Exp: unary('exp'),
  Log: unary('log'),
  Sqrt: unary('sqrt'),
  Square: unary('square'),
  Tanh: unary('tanh'),
  Abs: unary('abs'),
  Floor: unary('floor'),
  // The lab's step of NaN is open; TensorFlow.js's is NaN.
  Step: (kernels, call) =>
    dataOf(call.arrays['x']!).some(Number.isNaN) ? undefined : unary('step')(kernels, call),
  Add: binary('add'),
  Sub: binary('sub'),
  Multiply: binary('mul'),
  RealDiv: binary('div'),

  Sum(kernels, { arrays, attributes }) {
    const { axes, shape } = reduced(arrays['x']!, attributes['axis'], attributes['keepDims']);
    return kernels.reshape(kernels.sum(arrays['x']!, axes), shape);
  },
  Max(kernels, { arrays, attributes }) {
    const x = arrays['x']!;
    const { axes, shape } = reduced(x, attributes['reductionIndices'], attributes['keepDims']);
    if (axes.length !== 1) return undefined;
    return kernels.reshape(kernels.max(x, axes[0]!), shape);
  },
  Softmax(kernels, { arrays }) {
    const x = arrays['logits']!;
    const last = x.shape.at(-1)!;
    const rows = kernels.reshape(x, [sizeOf(x.shape) / last, last]);
    return kernels.reshape(kernels.softmax(rows), x.shape);
  },
  Transpose: (kernels, { arrays, attributes }) =>
    kernels.transpose(arrays['x']!, attributes['perm'] as number[]),
  Concat(kernels, { arrays, attributes }) {
    const parts = Object.values(arrays);
    const axis = attributes['axis'] as number;
    const rank = parts[0]!.shape.length;
    const along = axis < 0 ? axis + rank : axis;
    const others = (x: DeviceArray) => x.shape.filter((_, i) => i !== along).join();
    // The lab's operations see to it that shapes fit; TensorFlow.js leaves that to its kernel.
    if (parts.some((part) => others(part) !== others(parts[0]!))) return undefined;
    return kernels.concat(parts, along);
  },
  Slice(kernels, { arrays, attributes }) {
    const begins = [attributes['begin']].flat() as number[];
    const sizes = [attributes['size']].flat() as number[];
    let result = arrays['x']!;
    for (const [axis, begin] of begins.entries()) {
      const rest = result.shape[axis]! - begin;
      const length = sizes[axis] === undefined || sizes[axis]! < 0 ? rest : sizes[axis]!;
      if (begin < 0 || length < 1 || length > rest) return undefined;
      result = kernels.slice(result, axis, begin, length);
    }
    return result;
  },

  BatchMatMul(kernels, { arrays, attributes }) {
    const { a, b } = arrays;
    if (a!.shape.length !== 3 || b!.shape.length !== 3 || a!.shape[0] !== b!.shape[0]) {
      return undefined;
    }
    const [left, right] = [Boolean(attributes['transposeA']), Boolean(attributes['transposeB'])];
    if (a!.shape[0] !== 1) return kernels.batchMatMul(a!, b!, left, right);
    const plain = (x: DeviceArray) => kernels.reshape(x, x.shape.slice(1));
    const product = kernels.matMul(plain(a!), plain(b!), left, right);
    return kernels.reshape(product, [1, ...product.shape]);
  },
  _FusedMatMul(kernels, { arrays, attributes }) {
    const { a, b, bias, preluActivationWeights } = arrays;
    const { transposeA, transposeB, activation } = attributes;
    const isPlain = !transposeA && !transposeB && !preluActivationWeights;
    if (!isPlain || a!.shape[0] !== 1 || b!.shape[0] !== 1) return undefined;
    if (activation !== 'linear' && activation !== 'relu') return undefined;
    const outputs = b!.shape[2]!;
    if (!bias || sizeOf(bias.shape) !== outputs) return undefined;
    const plain = (x: DeviceArray) => kernels.reshape(x, x.shape.slice(1));
    const row = kernels.reshape(bias, [outputs]);
    const y = kernels.dense(plain(a!), plain(b!), row, activation);
    return kernels.reshape(y, [1, ...y.shape]);
  },

  Conv2D: convolution,
  FusedConv2D: convolution,
  Conv2DBackpropInput(kernels, { arrays, attributes }) {
    const windows = windowsOf(attributes);
    const shape = attributes['inputShape'] as number[];
    const { dy, filter } = arrays;
    if (!windows) return undefined;
    // TensorFlow.js computes something for a result of another size, too.
    const { outHeight, outWidth } = convolutionSizes(shape, filter!.shape, windows);
    if (dy!.shape[1] !== outHeight || dy!.shape[2] !== outWidth) return undefined;
    return kernels.conv2dInputGradient(dy!, filter!, shape, windows);
  },
  Conv2DBackpropFilter(kernels, { arrays, attributes }) {
    const windows = windowsOf(attributes);
    const shape = attributes['filterShape'] as number[];
    return windows && kernels.conv2dFilterGradient(arrays['dy']!, arrays['x']!, shape, windows);
  },
  DepthwiseConv2dNative(kernels, { arrays, attributes }) {
    const windows = windowsOf(attributes);
    const filter = depthwiseFilter(kernels, arrays['filter']!);
    return windows && filter && kernels.depthwiseConv2d(arrays['x']!, filter, windows);
  },
  DepthwiseConv2dNativeBackpropInput(kernels, { arrays, attributes }) {
    const windows = windowsOf(attributes);
    const filter = depthwiseFilter(kernels, arrays['filter']!);
    const shape = attributes['inputShape'] as number[];
    if (!windows || !filter) return undefined;
    return kernels.depthwiseConv2dInputGradient(arrays['dy']!, filter, shape, windows);
  },
  DepthwiseConv2dNativeBackpropFilter(kernels, { arrays, attributes }) {
    const windows = windowsOf(attributes);
    const shape = attributes['filterShape'] as number[];
    if (!windows || shape[3] !== 1) return undefined;
    const { x, dy } = arrays;
    const sum = kernels.depthwiseConv2dFilterGradient(dy!, x!, shape.slice(0, 3), windows);
    return kernels.reshape(sum, shape);
  },
  MaxPool(kernels, { arrays, attributes }) {
    const size = poolSize(attributes, arrays['x']!);
    return size === undefined ? undefined : kernels.maxPool2d(arrays['x']!, size);
  },
  MaxPoolGrad(kernels, { arrays, attributes }) {
    const { dy, input, output } = arrays;
    const size = poolSize(attributes, input!);
    return size === undefined ? undefined : kernels.maxPool2dGradient(dy!, input!, output!, size);
  },

  GatherV2(kernels, { arrays, inputs, attributes }) {
    const { x } = arrays;
    if (attributes['axis'] !== 0 || attributes['batchDims'] || !x) return undefined;
    const [entries = 0, ...rest] = x.shape;
    const indices = valuesOf(inputs['indices']!);
    if (indices.some((index) => index < 0 || index >= entries)) return undefined;
    const table = kernels.reshape(x, [entries, sizeOf(rest)]);
    const rows = kernels.lookUp(table, lookupOf(indices));
    return kernels.reshape(rows, [...inputs['indices']!.shape, ...rest]);
  },
  UnsortedSegmentSum(kernels, { arrays, inputs, attributes }) {
    const x = arrays['x']!;
    const [rows = 0, ...rest] = x.shape;
    const segments = attributes['numSegments'] as number;
    const ids = valuesOf(inputs['segmentIds']!);
    if (ids.some((id) => id < 0 || id >= segments)) return undefined;
    const flat = kernels.reshape(x, [rows, sizeOf(rest)]);
    return kernels.reshape(kernels.lookUpGradient(flat, lookupOf(ids), segments), [
      segments,
      ...rest,
    ]);
  },
};
