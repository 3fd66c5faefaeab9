/**
 * The operations of ops.ts, each beside its gradient, composed of kernels. A group is a function of
 * the kernels and of the tape's `record`.
 */
import type { Activation, BinaryName, DeviceArray, Kernels, UnaryName } from './kernels.ts';
import type { Ops, Tensor } from './ops.ts';
import {
  broadcastAxes,
  broadcastShape,
  expectShape,
  shapesEqual,
  sizeOf,
  type Shape,
} from './shapes.ts';
import { nodeOf, type Record } from './tape.ts';

const LAYER_NORM_EPSILON = 1e-5;

/** Operations that note themselves through `record`. */
export function createOps(kernels: Kernels, record: Record): Ops {
  const arranging = arrangingOps(kernels, record);
  const mapping = mappingOps(kernels, record);
  const reducing = reducingOps(kernels, record, mapping);
  return {
    ...arranging,
    ...mapping,
    ...reducing,
    ...multiplyingOps(kernels, record),
    ...pixelOps(kernels, record),
    ...convolvingOps(kernels, record),
    ...composedOps({ ...arranging, ...mapping, ...reducing }),
    ...lossOps(kernels, record),
  };
}

type Arranging = Pick<Ops, 'constant' | 'reshape' | 'transpose' | 'concat'>;

function arrangingOps(kernels: Kernels, record: Record): Arranging {
  return {
    constant(values, shape) {
      const host = ArrayBuffer.isView(values) ? values : Float64Array.from(values);
      return record(kernels.fromHost(host, shape), [], () => []);
    },

    reshape(tensor, shape) {
      const x = nodeOf(tensor);
      if (sizeOf(shape) !== sizeOf(x.shape)) expectShape('reshape', x.shape, shape);
      return record(kernels.reshape(x.array, shape), [x], (upstream) => [
        kernels.reshape(upstream, x.shape),
      ]);
    },
    transpose(tensor, permutation) {
      const x = nodeOf(tensor);
      const back = permutation.map((_, axis) => permutation.indexOf(axis));
      return record(kernels.transpose(x.array, permutation), [x], (upstream) => [
        kernels.transpose(upstream, back),
      ]);
    },
    concat(tensors, axis) {
      const parts = tensors.map(nodeOf);
      const joined = kernels.concat(
        parts.map((part) => part.array),
        axis,
      );
      return record(joined, parts, (upstream) => {
        let begin = 0;
        return parts.map((part) => {
          const length = part.shape[axis]!;
          begin += length;
          return part.moves ? kernels.slice(upstream, axis, begin - length, length) : undefined;
        });
      });
    },
  };
}

type Mapping = Pick<
  Ops,
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'affine'
  | 'relu'
  | 'tanh'
  | 'sin'
  | 'cos'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'square'
>;

type BinaryGradient = (upstream: DeviceArray, a: DeviceArray, b: DeviceArray) => DeviceArray;
type UnaryGradient = (upstream: DeviceArray, x: DeviceArray, y: DeviceArray) => DeviceArray;

function mappingOps(kernels: Kernels, record: Record): Mapping {
  const binary = createBinary(kernels, record);
  const unary = createUnary(kernels, record);
  const { affine } = kernels;
  const mul = (a: DeviceArray, b: DeviceArray) => kernels.binary('mul', a, b);
  const div = (a: DeviceArray, b: DeviceArray) => kernels.binary('div', a, b);
  const pass: BinaryGradient = (upstream) => upstream;
  return {
    add: binary('add', pass, pass),
    sub: binary('sub', pass, (upstream) => affine(upstream, -1, 0)),
    mul: binary(
      'mul',
      (upstream, _, b) => mul(upstream, b),
      (upstream, a) => mul(upstream, a),
    ),
    div: binary(
      'div',
      (upstream, _, b) => div(upstream, b),
      (upstream, a, b) =>
        kernels.tidy(() => affine(div(mul(upstream, a), kernels.unary('square', b)), -1, 0)),
    ),
    affine(tensor, factor, offset = 0) {
      const x = nodeOf(tensor);
      return record(affine(x.array, factor, offset), [x], (upstream) => [
        affine(upstream, factor, 0),
      ]);
    },

    relu: unary('relu', (upstream, _, y) => kernels.reluGradient(upstream, y)),
    // 1 − tanh²
    tanh: unary('tanh', (upstream, _, y) =>
      mul(upstream, affine(kernels.unary('square', y), -1, 1)),
    ),
    sin: unary('sin', (upstream, x) => mul(upstream, kernels.unary('cos', x))),
    cos: unary('cos', (upstream, x) => affine(mul(upstream, kernels.unary('sin', x)), -1, 0)),
    exp: unary('exp', (upstream, _, y) => mul(upstream, y)),
    log: unary('log', (upstream, x) => div(upstream, x)),
    sqrt: unary('sqrt', (upstream, _, y) => affine(div(upstream, y), 0.5, 0)),
    square: unary('square', (upstream, x) => affine(mul(upstream, x), 2, 0)),
  };
}

function createBinary(kernels: Kernels, record: Record) {
  /** Sums a gradient over the axes that broadcasting stretched. */
  function shrink(gradient: DeviceArray, shape: Shape): DeviceArray {
    if (shapesEqual(gradient.shape, shape)) return gradient;
    const axes = broadcastAxes(shape, gradient.shape);
    return kernels.tidy(() => kernels.reshape(kernels.sum(gradient, axes), shape));
  }

  return function binary(name: BinaryName, toA: BinaryGradient, toB: BinaryGradient) {
    return (x: Tensor, y: Tensor): Tensor => {
      const a = nodeOf(x);
      const b = nodeOf(y);
      broadcastShape(a.shape, b.shape); // throws with both shapes
      return record(kernels.binary(name, a.array, b.array), [a, b], (upstream) => [
        a.moves ? shrink(toA(upstream, a.array, b.array), a.shape) : undefined,
        b.moves ? shrink(toB(upstream, a.array, b.array), b.shape) : undefined,
      ]);
    };
  };
}

function createUnary(kernels: Kernels, record: Record) {
  return function unary(name: UnaryName, toInput: UnaryGradient) {
    return (tensor: Tensor): Tensor => {
      const x = nodeOf(tensor);
      const y = kernels.unary(name, x.array);
      return record(y, [x], (upstream) => [kernels.tidy(() => toInput(upstream, x.array, y))]);
    };
  };
}

type Reducing = Pick<Ops, 'sum' | 'mean' | 'max'>;

function reducingOps(kernels: Kernels, record: Record, { affine }: Pick<Ops, 'affine'>): Reducing {
  const sum: Ops['sum'] = (tensor, axes) => {
    const x = nodeOf(tensor);
    const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    const shape = x.shape.filter((_, axis) => !axes.includes(axis));
    const total = kernels.tidy(() => kernels.reshape(kernels.sum(x.array, axes), shape));
    return record(total, [x], (upstream) => [
      kernels.tidy(() => kernels.broadcast(kernels.reshape(upstream, kept), x.shape)),
    ]);
  };
  return {
    sum,
    mean(x, axes) {
      const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
      return affine(sum(x, axes), 1 / count);
    },
    max(tensor, axis) {
      const x = nodeOf(tensor);
      const kept = x.shape.map((length, i) => (i === axis ? 1 : length));
      const shape = x.shape.filter((_, i) => i !== axis);
      const largest = kernels.tidy(() => kernels.reshape(kernels.max(x.array, axis), shape));
      return record(largest, [x], (upstream) => [
        kernels.tidy(() =>
          kernels.maxGradient(
            kernels.reshape(upstream, kept),
            x.array,
            kernels.reshape(largest, kept),
          ),
        ),
      ]);
    },
  };
}

/** The gradient before an activation, from the one behind it. */
function beforeActivation(
  kernels: Kernels,
  upstream: DeviceArray,
  y: DeviceArray,
  activation: Activation,
): DeviceArray {
  return activation === 'relu' ? kernels.reluGradient(upstream, y) : upstream;
}

/** Rows of a matrix of any leading shape: [..., last] → [rows, last]. */
function asRows(kernels: Kernels, x: DeviceArray): DeviceArray {
  const last = x.shape.at(-1)!;
  return kernels.reshape(x, [sizeOf(x.shape) / last, last]);
}

type Multiplying = Pick<Ops, 'matMul' | 'dense'>;

function multiplyingOps(kernels: Kernels, record: Record): Multiplying {
  return {
    matMul(left, right) {
      const a = nodeOf(left);
      const b = nodeOf(right);
      expectShape('matMul right side', b.shape, [a.shape[1]!, -1]);
      return record(kernels.matMul(a.array, b.array), [a, b], (upstream) => [
        a.moves ? kernels.matMul(upstream, b.array, false, true) : undefined,
        b.moves ? kernels.matMul(a.array, upstream, true, false) : undefined,
      ]);
    },
    dense(tensor, weightTensor, biasTensor, activation = 'linear') {
      const x = nodeOf(tensor);
      const weight = nodeOf(weightTensor);
      const bias = nodeOf(biasTensor);
      const [inputs = 0, outputs = 0] = weight.shape;
      expectShape('dense input', x.shape, [...x.shape.slice(0, -1).map(() => -1), inputs]);
      expectShape('dense bias', bias.shape, [outputs]);
      const y = kernels.tidy(() => {
        const rows = kernels.dense(asRows(kernels, x.array), weight.array, bias.array, activation);
        return kernels.reshape(rows, [...x.shape.slice(0, -1), outputs]);
      });
      return record(y, [x, weight, bias], (upstream) =>
        kernels.tidy(() => {
          const dz = asRows(kernels, beforeActivation(kernels, upstream, y, activation));
          return [
            x.moves
              ? kernels.reshape(kernels.matMul(dz, weight.array, false, true), x.shape)
              : undefined,
            weight.moves ? kernels.matMul(asRows(kernels, x.array), dz, true, false) : undefined,
            bias.moves ? kernels.reshape(kernels.sum(dz, [0]), bias.shape) : undefined,
          ];
        }),
      );
    },
  };
}

type Pixelwise = Pick<Ops, 'pixelDense' | 'poolPixels'>;

function pixelOps(kernels: Kernels, record: Record): Pixelwise {
  return {
    pixelDense(valuesTensor, offsetTensor, slopeTensor, layout, activation = 'linear') {
      const values = nodeOf(valuesTensor);
      const offset = nodeOf(offsetTensor);
      const slope = nodeOf(slopeTensor);
      const width = offset.shape[1]!;
      const channels = values.shape[1]!;
      expectShape('values', values.shape, [layout.rows, channels]);
      expectShape('offset', offset.shape, [layout.places, width]);
      const perPlace = slope.shape.length === 3 ? [layout.places] : [];
      expectShape('slope', slope.shape, [...perPlace, channels, width]);
      if (values.moves) throw new Error('pixelDense takes no gradient for its values');
      const y = kernels.pixelDense(values.array, offset.array, slope.array, layout, activation);
      return record(y, [values, offset, slope], (upstream) =>
        kernels.tidy(() => {
          const dz = beforeActivation(kernels, upstream, y, activation);
          const gradient = kernels.pixelDenseGradient(dz, values.array, slope.shape, layout);
          return [
            undefined,
            offset.moves ? gradient.offset : undefined,
            slope.moves ? gradient.slope : undefined,
          ];
        }),
      );
    },
    poolPixels(tensor, layout, pooling) {
      const x = nodeOf(tensor);
      expectShape('rows to pool', x.shape, [layout.rows, -1]);
      const y = kernels.poolPixels(x.array, layout, pooling);
      return record(y, [x], (upstream) => [
        kernels.poolPixelsGradient(upstream, x.array, y, layout, pooling),
      ]);
    },
  };
}

type Convolving = Pick<Ops, 'conv2d' | 'maxPool2d'>;

function convolvingOps(kernels: Kernels, record: Record): Convolving {
  return {
    conv2d(tensor, filterTensor, biasTensor, { padding = 'same', activation = 'linear' } = {}) {
      const x = nodeOf(tensor);
      const filter = nodeOf(filterTensor);
      const bias = nodeOf(biasTensor);
      expectShape('conv2d input', x.shape, [-1, -1, -1, filter.shape[2]!]);
      expectShape('conv2d bias', bias.shape, [filter.shape[3]!]);
      const y = kernels.conv2d(x.array, filter.array, bias.array, padding, activation);
      return record(y, [x, filter, bias], (upstream) =>
        kernels.tidy(() => {
          const dz = beforeActivation(kernels, upstream, y, activation);
          return [
            x.moves ? kernels.conv2dInputGradient(dz, filter.array, x.shape, padding) : undefined,
            filter.moves
              ? kernels.conv2dFilterGradient(dz, x.array, filter.shape, padding)
              : undefined,
            bias.moves
              ? kernels.reshape(kernels.sum(asRows(kernels, dz), [0]), bias.shape)
              : undefined,
          ];
        }),
      );
    },
    maxPool2d(tensor, size) {
      const x = nodeOf(tensor);
      const y = kernels.maxPool2d(x.array, size);
      return record(y, [x], (upstream) => [kernels.maxPool2dGradient(upstream, x.array, y, size)]);
    },
  };
}

/** Operations that are formulas over others; their gradients follow. */
function composedOps(ops: Arranging & Mapping & Reducing): Pick<Ops, 'layerNorm'> {
  return {
    layerNorm(x, gain, bias) {
      const last = x.shape.length - 1;
      const kept = [...x.shape.slice(0, -1), 1];
      const centred = ops.sub(x, ops.reshape(ops.mean(x, [last]), kept));
      const variance = ops.reshape(ops.mean(ops.square(centred), [last]), kept);
      const deviation = ops.sqrt(ops.affine(variance, 1, LAYER_NORM_EPSILON));
      return ops.add(ops.mul(ops.div(centred, deviation), gain), bias);
    },
  };
}

function lossOps(kernels: Kernels, record: Record): Pick<Ops, 'softmaxCrossEntropy'> {
  const mul = (a: DeviceArray, b: DeviceArray) => kernels.binary('mul', a, b);
  return {
    softmaxCrossEntropy(logitsTensor, targetsTensor) {
      const logits = nodeOf(logitsTensor);
      const targets = nodeOf(targetsTensor);
      expectShape('targets', targets.shape, logits.shape);
      if (targets.moves) throw new Error('softmaxCrossEntropy takes no gradient for its targets');
      const logShares = kernels.tidy(() => logSoftmax(kernels, logits.array));
      const losses = kernels.tidy(() => {
        const total = kernels.sum(mul(logShares, targets.array), [1]);
        return kernels.reshape(kernels.affine(total, -1, 0), [logits.shape[0]!]);
      });
      const shares = record(logShares, [], () => []); // freed with the tape
      return record(losses, [logits, shares], (upstream) => [
        kernels.tidy(() => {
          const excess = kernels.binary('sub', kernels.unary('exp', logShares), targets.array);
          return mul(excess, kernels.reshape(upstream, [logits.shape[0]!, 1]));
        }),
      ]);
    },
  };
}

/** x − log Σ exp x over the last axis, shifted by the maximum so that nothing overflows: [rows, classes]. */
function logSoftmax(kernels: Kernels, x: DeviceArray): DeviceArray {
  const shifted = kernels.binary('sub', x, kernels.max(x, 1));
  const total = kernels.sum(kernels.unary('exp', shifted), [1]);
  return kernels.binary('sub', shifted, kernels.unary('log', total));
}
