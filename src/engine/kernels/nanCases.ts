/** For the tests alone: kernels on arrays that hold a NaN. */
import type { DeviceArray, HostArray, Kernels, Windows } from '../../core/kernels.ts';
import { denseLayout } from '../../core/pixels.ts';
import { sizeOf, type Shape } from '../../core/shapes.ts';

/** One window on all of an image of its size. */
const whole: Windows = { padding: 'valid', stride: 1 };

const everyRow = {
  count: 1,
  indices: Int32Array.of(3, 2, 1, 0),
  weights: Float32Array.of(1, 1, 1, 1),
};

/** Kernels through which a NaN must come out again: a loss that is no number may not be hidden. */
export function nanCases(): Record<string, (kernels: Kernels, nan: HostArray) => DeviceArray> {
  const row = (kernels: Kernels, values: HostArray) => kernels.fromHost(values, [1, 4]);
  const ones = (kernels: Kernels, shape: Shape) =>
    kernels.fromHost(new Float32Array(sizeOf(shape)).fill(1), shape);
  const quarters = (kernels: Kernels) => kernels.fromHost(new Float32Array(4).fill(0.25), [1, 4]);
  // Behind a relu that let nothing through, where the NaN stands: it comes out all the same.
  const denseGradient = (kernels: Kernels, values: HostArray, name: 'x' | 'weight' | 'bias') => {
    const y = kernels.fromHost(Float32Array.of(0, 1, 1, 0), [1, 4]);
    const layer = { x: ones(kernels, [1, 2]), weight: ones(kernels, [2, 4]), y };
    const wanted = { x: true, weight: true, bias: true };
    const upstream = row(kernels, values);
    return kernels.denseGradient(upstream, { ...layer, activation: 'relu' }, wanted)[name]!;
  };
  return {
    'unary relu': (k, nan) => k.unary('relu', row(k, nan)),
    // Vector instructions take whole groups of lanes and leave a rest.
    'unary relu of many': (k, nan) => {
      const many = Float32Array.from({ length: 39 }, (_, i) => nan[i % 4]!);
      return k.sum(k.unary('relu', k.fromHost(many, [39])), [0]);
    },
    'unary square': (k, nan) => k.unary('square', row(k, nan)),
    'binary mul': (k, nan) => k.binary('mul', row(k, nan), ones(k, [4])),
    affine: (k, nan) => k.affine(row(k, nan), 2, 1),
    'reluGradient of y': (k, nan) => k.reluGradient(ones(k, [1, 4]), row(k, nan)),
    'reluGradient of upstream': (k, nan) => k.reluGradient(row(k, nan), ones(k, [1, 4])),
    sum: (k, nan) => k.sum(row(k, nan), [1]),
    'sum of all': (k, nan) => k.sum(row(k, nan), [0, 1]),
    max: (k, nan) => k.max(row(k, nan), 1),
    matMul: (k, nan) => k.matMul(row(k, nan), ones(k, [4, 3])),
    'dense, linear': (k, nan) => k.dense(row(k, nan), ones(k, [4, 3]), ones(k, [3]), 'linear'),
    'dense, relu': (k, nan) => k.dense(row(k, nan), ones(k, [4, 3]), ones(k, [3]), 'relu'),
    'pixelDense, relu': (k, nan) =>
      k.pixelDense(
        k.fromHost(nan, [4, 1]),
        ones(k, [4, 2]),
        ones(k, [1, 2]),
        denseLayout(1, 4),
        'relu',
      ),
    batchMatMul: (k, nan) => k.batchMatMul(k.fromHost(nan, [2, 1, 2]), ones(k, [2, 2, 3])),
    softmax: (k, nan) => k.softmax(row(k, nan)),
    'softmaxGradient of upstream': (k, nan) => k.softmaxGradient(row(k, nan), ones(k, [1, 4])),
    'softmaxGradient of y': (k, nan) => k.softmaxGradient(ones(k, [1, 4]), row(k, nan)),
    gelu: (k, nan) => k.gelu(row(k, nan)),
    'geluGradient of upstream': (k, nan) => k.geluGradient(row(k, nan), ones(k, [1, 4])),
    'geluGradient of x': (k, nan) => k.geluGradient(ones(k, [1, 4]), row(k, nan)),
    'denseGradient of upstream, for x': (k, nan) => denseGradient(k, nan, 'x'),
    'denseGradient of upstream, for weight': (k, nan) => denseGradient(k, nan, 'weight'),
    'denseGradient of upstream, for bias': (k, nan) => denseGradient(k, nan, 'bias'),
    'softmaxCrossEntropy, losses': (k, nan) =>
      k.softmaxCrossEntropy(row(k, nan), quarters(k)).losses,
    'softmaxCrossEntropy, excess': (k, nan) =>
      k.softmaxCrossEntropy(row(k, nan), quarters(k)).excess,
    'adam of gradient': (k, nan) =>
      k.adam(
        {
          value: ones(k, [1, 4]),
          gradient: row(k, nan),
          mean: ones(k, [1, 4]),
          square: ones(k, [1, 4]),
        },
        {
          rate: 0.1,
          beta1: 0.9,
          beta2: 0.9,
          epsilon: 1e-8,
          decay: 0,
          correction1: 1,
          correction2: 1,
        },
      ).value,
    'momentum of gradient': (k, nan) =>
      k.momentum(
        { value: ones(k, [1, 4]), gradient: row(k, nan), velocity: ones(k, [1, 4]) },
        { rate: 0.1, momentum: 0.9, decay: 0 },
      ).value,
    lookUp: (k, nan) => k.lookUp(k.fromHost(nan, [4, 1]), everyRow),
    lookUpGradient: (k, nan) => k.lookUpGradient(k.fromHost(nan, [4, 1]), everyRow, 4),
    'poolPixels, logSumExp': (k, nan) =>
      k.poolPixels(k.fromHost(nan, [4, 1]), denseLayout(1, 4), 'logSumExp'),
    'poolPixels, sum': (k, nan) => k.poolPixels(k.fromHost(nan, [4, 1]), denseLayout(1, 4), 'sum'),
    'poolPixels, max': (k, nan) => k.poolPixels(k.fromHost(nan, [4, 1]), denseLayout(1, 4), 'max'),
    'conv2d, linear': (k, nan) =>
      k.conv2d(k.fromHost(nan, [1, 2, 2, 1]), ones(k, [2, 2, 1, 1]), ones(k, [1]), whole, 'linear'),
    'conv2d, relu': (k, nan) =>
      k.conv2d(k.fromHost(nan, [1, 2, 2, 1]), ones(k, [2, 2, 1, 1]), ones(k, [1]), whole, 'relu'),
    depthwiseConv2d: (k, nan) =>
      k.depthwiseConv2d(k.fromHost(nan, [1, 2, 2, 1]), ones(k, [2, 2, 1]), whole),
    normaliseColumns: (k, nan) => k.normaliseColumns(k.fromHost(nan, [4, 1]), 1e-5).y,
    maxPool2d: (k, nan) => k.maxPool2d(k.fromHost(nan, [1, 2, 2, 1]), 2),
  };
}
