/**
 * The operations of ops.ts over any backend's kernels, with their gradients.
 *
 * Reverse mode on a tape: every operation notes its inputs and how to send a gradient back to them
 * (Linnainmaa 1970; Griewank and Walther 2008). The gradients are the lab's own, composed of
 * kernels, so they are the same on every backend and cannot be missing on one.
 *
 * Memory: a step runs inside `tidy`. On the way back an operation's result and gradient are freed
 * as soon as nothing earlier can need them, so the peak is about one forward pass.
 */
import type { Activation, BinaryName, DeviceArray, Kernels, UnaryName } from './kernels.ts';
import type { Ops, ParameterLookup, Tensor } from './ops.ts';
import {
  broadcastAxes,
  broadcastShape,
  expectShape,
  shapesEqual,
  sizeOf,
  type Shape,
} from './shapes.ts';

const LAYER_NORM_EPSILON = 1e-5;

/** Gradients for each input, in order; undefined for one that needs none. */
type Backward = (upstream: DeviceArray) => (DeviceArray | undefined)[];

class Node implements Tensor {
  gradient: DeviceArray | undefined;

  constructor(
    readonly array: DeviceArray,
    /** Does anything that training moves lie behind it? */
    readonly moves: boolean,
    readonly inputs: readonly Node[] = [],
    readonly backward: Backward | undefined = undefined,
  ) {}

  get shape(): Shape {
    return this.array.shape;
  }
}

/** What a computation is asked to return besides its loss. */
export type Outputs = Readonly<Record<string, Tensor>>;

export interface Differentiated {
  readonly loss: DeviceArray;
  /** By name of each parameter that moves and that the loss depends on; others are all zero. */
  readonly gradients: ReadonlyMap<string, DeviceArray>;
  readonly outputs: Readonly<Record<string, DeviceArray>>;
}

/**
 * Runs `compute` and takes the gradient of its scalar loss. The caller owns all arrays returned,
 * and keeps owning the parameters.
 *
 * @param moves which parameters get a gradient
 */
export function differentiate(
  kernels: Kernels,
  parameters: ReadonlyMap<string, DeviceArray>,
  moves: (name: string) => boolean,
  compute: (ops: Ops, parameter: ParameterLookup) => { loss: Tensor; outputs: Outputs },
): Differentiated {
  return kernels.tidy(() => {
    const tape: Node[] = [];
    const leaves = new Map<string, Node>();
    const parameter = lookup(parameters, leaves, moves);
    const { loss, outputs } = compute(createOps(kernels, tape), parameter);
    expectShape('loss', loss.shape, []);

    const kept = Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, alias(kernels, arrayOf(tensor))]),
    );
    const lossCopy = alias(kernels, arrayOf(loss));
    sendBack(kernels, tape, loss as Node);

    const gradients = new Map<string, DeviceArray>();
    for (const [name, leaf] of leaves) if (leaf.gradient) gradients.set(name, leaf.gradient);
    return { loss: lossCopy, gradients, outputs: kept };
  });
}

/** Runs `compute` without gradients; the caller owns the arrays returned. */
export function evaluate(
  kernels: Kernels,
  parameters: ReadonlyMap<string, DeviceArray>,
  compute: (ops: Ops, parameter: ParameterLookup) => Outputs,
): Record<string, DeviceArray> {
  return kernels.tidy(() => {
    const parameter = lookup(parameters, new Map(), () => false);
    const outputs = compute(createOps(kernels, undefined), parameter);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, alias(kernels, arrayOf(tensor))]),
    );
  });
}

function lookup(
  parameters: ReadonlyMap<string, DeviceArray>,
  leaves: Map<string, Node>,
  moves: (name: string) => boolean,
): ParameterLookup {
  return (name) => {
    const known = leaves.get(name);
    if (known) return known;
    const array = parameters.get(name);
    if (!array) throw new Error(`parameter "${name}" was not declared`);
    const leaf = new Node(array, moves(name));
    leaves.set(name, leaf);
    return leaf;
  };
}

const arrayOf = (tensor: Tensor) => (tensor as Node).array;
/** A handle that may be freed apart from the one given. */
const alias = (kernels: Kernels, x: DeviceArray) => kernels.reshape(x, x.shape);

function sendBack(kernels: Kernels, tape: Node[], loss: Node): void {
  if (!loss.moves) throw new Error('the loss depends on no parameter that moves');
  loss.gradient = kernels.fromHost(Float32Array.of(1), []);
  for (const node of tape.reverse()) {
    const { gradient, backward } = node;
    if (gradient && backward) passOn(kernels, node, backward(gradient));
    if (gradient) kernels.dispose(gradient);
    node.gradient = undefined;
    kernels.dispose(node.array); // only earlier nodes are left, and none of them reads it
  }
}

function passOn(kernels: Kernels, node: Node, gradients: (DeviceArray | undefined)[]): void {
  node.inputs.forEach((input, i) => {
    const gradient = gradients[i];
    if (!gradient) return;
    if (!shapesEqual(gradient.shape, input.shape)) {
      expectShape('gradient', gradient.shape, input.shape);
    }
    // The upstream itself may be handed on; it is freed with its node, so take a handle of our own.
    const own = gradient === node.gradient ? alias(kernels, gradient) : gradient;
    const before = input.gradient;
    input.gradient = before ? kernels.binary('add', before, own) : own;
    if (!before) return;
    kernels.dispose(before);
    kernels.dispose(own);
  });
}

/** Operations that record themselves on `tape`; without one they only compute. */
function createOps(kernels: Kernels, tape: Node[] | undefined): Ops {
  function record(array: DeviceArray, inputs: Node[], backward: Backward): Node {
    const moves = tape !== undefined && inputs.some((input) => input.moves);
    const node = new Node(array, moves, moves ? inputs : [], moves ? backward : undefined);
    tape?.push(node);
    return node;
  }

  /** Sums a gradient over the axes that broadcasting stretched. */
  function shrink(gradient: DeviceArray, shape: Shape): DeviceArray {
    if (shapesEqual(gradient.shape, shape)) return gradient;
    const axes = broadcastAxes(shape, gradient.shape);
    return kernels.tidy(() => kernels.reshape(kernels.sum(gradient, axes), shape));
  }

  type BinaryGradient = (upstream: DeviceArray, a: DeviceArray, b: DeviceArray) => DeviceArray;
  function binary(name: BinaryName, toA: BinaryGradient, toB: BinaryGradient) {
    return (x: Tensor, y: Tensor): Tensor => {
      const a = x as Node;
      const b = y as Node;
      broadcastShape(a.shape, b.shape); // throws with both shapes
      return record(kernels.binary(name, a.array, b.array), [a, b], (upstream) => [
        a.moves ? shrink(toA(upstream, a.array, b.array), a.shape) : undefined,
        b.moves ? shrink(toB(upstream, a.array, b.array), b.shape) : undefined,
      ]);
    };
  }

  type UnaryGradient = (upstream: DeviceArray, x: DeviceArray, y: DeviceArray) => DeviceArray;
  function unary(name: UnaryName, toInput: UnaryGradient) {
    return (tensor: Tensor): Tensor => {
      const x = tensor as Node;
      const y = kernels.unary(name, x.array);
      return record(y, [x], (upstream) => [kernels.tidy(() => toInput(upstream, x.array, y))]);
    };
  }

  const { affine } = kernels;
  const mul = (a: DeviceArray, b: DeviceArray) => kernels.binary('mul', a, b);
  const div = (a: DeviceArray, b: DeviceArray) => kernels.binary('div', a, b);
  const pass: BinaryGradient = (upstream) => upstream;

  function beforeActivation(upstream: DeviceArray, y: DeviceArray, activation: Activation) {
    return activation === 'relu' ? kernels.reluGradient(upstream, y) : upstream;
  }

  /** Rows of a matrix of any leading shape: [..., last] → [rows, last]. */
  function asRows(x: DeviceArray): DeviceArray {
    const last = x.shape.at(-1)!;
    return kernels.reshape(x, [sizeOf(x.shape) / last, last]);
  }

  const ops: Ops = {
    constant(values, shape) {
      const host = ArrayBuffer.isView(values) ? values : Float64Array.from(values);
      return record(kernels.fromHost(host, shape), [], () => []);
    },

    reshape(tensor, shape) {
      const x = tensor as Node;
      if (sizeOf(shape) !== sizeOf(x.shape)) expectShape('reshape', x.shape, shape);
      return record(kernels.reshape(x.array, shape), [x], (upstream) => [
        kernels.reshape(upstream, x.shape),
      ]);
    },
    transpose(tensor, permutation) {
      const x = tensor as Node;
      const back = permutation.map((_, axis) => permutation.indexOf(axis));
      return record(kernels.transpose(x.array, permutation), [x], (upstream) => [
        kernels.transpose(upstream, back),
      ]);
    },
    concat(tensors, axis) {
      const parts = tensors as Node[];
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
      const x = tensor as Node;
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

    sum(tensor, axes) {
      const x = tensor as Node;
      const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
      const shape = x.shape.filter((_, axis) => !axes.includes(axis));
      const total = kernels.tidy(() => kernels.reshape(kernels.sum(x.array, axes), shape));
      return record(total, [x], (upstream) => [
        kernels.tidy(() => kernels.broadcast(kernels.reshape(upstream, kept), x.shape)),
      ]);
    },
    mean(x, axes) {
      const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
      return ops.affine(ops.sum(x, axes), 1 / count);
    },
    max(tensor, axis) {
      const x = tensor as Node;
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

    matMul(left, right) {
      const a = left as Node;
      const b = right as Node;
      expectShape('matMul right side', b.shape, [a.shape[1]!, -1]);
      return record(kernels.matMul(a.array, b.array), [a, b], (upstream) => [
        a.moves ? kernels.matMul(upstream, b.array, false, true) : undefined,
        b.moves ? kernels.matMul(a.array, upstream, true, false) : undefined,
      ]);
    },
    dense(tensor, weightTensor, biasTensor, activation = 'linear') {
      const x = tensor as Node;
      const weight = weightTensor as Node;
      const bias = biasTensor as Node;
      const [inputs = 0, outputs = 0] = weight.shape;
      expectShape('dense input', x.shape, [...x.shape.slice(0, -1).map(() => -1), inputs]);
      expectShape('dense bias', bias.shape, [outputs]);
      const y = kernels.tidy(() => {
        const rows = kernels.dense(asRows(x.array), weight.array, bias.array, activation);
        return kernels.reshape(rows, [...x.shape.slice(0, -1), outputs]);
      });
      return record(y, [x, weight, bias], (upstream) =>
        kernels.tidy(() => {
          const dz = asRows(beforeActivation(upstream, y, activation));
          return [
            x.moves
              ? kernels.reshape(kernels.matMul(dz, weight.array, false, true), x.shape)
              : undefined,
            weight.moves ? kernels.matMul(asRows(x.array), dz, true, false) : undefined,
            bias.moves ? kernels.reshape(kernels.sum(dz, [0]), bias.shape) : undefined,
          ];
        }),
      );
    },

    pixelDense(valuesTensor, offsetTensor, slopeTensor, layout, activation = 'linear') {
      const values = valuesTensor as Node;
      const offset = offsetTensor as Node;
      const slope = slopeTensor as Node;
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
          const dz = beforeActivation(upstream, y, activation);
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
      const x = tensor as Node;
      expectShape('rows to pool', x.shape, [layout.rows, -1]);
      const y = kernels.poolPixels(x.array, layout, pooling);
      return record(y, [x], (upstream) => [
        kernels.poolPixelsGradient(upstream, x.array, y, layout, pooling),
      ]);
    },

    conv2d(tensor, filterTensor, biasTensor, { padding = 'same', activation = 'linear' } = {}) {
      const x = tensor as Node;
      const filter = filterTensor as Node;
      const bias = biasTensor as Node;
      expectShape('conv2d input', x.shape, [-1, -1, -1, filter.shape[2]!]);
      expectShape('conv2d bias', bias.shape, [filter.shape[3]!]);
      const y = kernels.conv2d(x.array, filter.array, bias.array, padding, activation);
      return record(y, [x, filter, bias], (upstream) =>
        kernels.tidy(() => {
          const dz = beforeActivation(upstream, y, activation);
          return [
            x.moves ? kernels.conv2dInputGradient(dz, filter.array, x.shape, padding) : undefined,
            filter.moves
              ? kernels.conv2dFilterGradient(dz, x.array, filter.shape, padding)
              : undefined,
            bias.moves ? kernels.reshape(kernels.sum(asRows(dz), [0]), bias.shape) : undefined,
          ];
        }),
      );
    },
    maxPool2d(tensor, size) {
      const x = tensor as Node;
      const y = kernels.maxPool2d(x.array, size);
      return record(y, [x], (upstream) => [kernels.maxPool2dGradient(upstream, x.array, y, size)]);
    },

    layerNorm(x, gain, bias) {
      const last = x.shape.length - 1;
      const kept = [...x.shape.slice(0, -1), 1];
      const centred = ops.sub(x, ops.reshape(ops.mean(x, [last]), kept));
      const variance = ops.reshape(ops.mean(ops.square(centred), [last]), kept);
      const deviation = ops.sqrt(ops.affine(variance, 1, LAYER_NORM_EPSILON));
      return ops.add(ops.mul(ops.div(centred, deviation), gain), bias);
    },
    softmaxCrossEntropy(logitsTensor, targetsTensor) {
      const logits = logitsTensor as Node;
      const targets = targetsTensor as Node;
      expectShape('targets', targets.shape, logits.shape);
      if (targets.moves) throw new Error('softmaxCrossEntropy takes no gradient for its targets');
      const logShares = kernels.tidy(() => logSoftmax(kernels, logits.array));
      const losses = kernels.tidy(() => {
        const total = kernels.sum(mul(logShares, targets.array), [1]);
        return kernels.reshape(affine(total, -1, 0), [logits.shape[0]!]);
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
  return ops;
}

/** x − log Σ exp x over the last axis, shifted by the maximum so that nothing overflows: [rows, classes]. */
function logSoftmax(kernels: Kernels, x: DeviceArray): DeviceArray {
  const shifted = kernels.binary('sub', x, kernels.max(x, 1));
  const total = kernels.sum(kernels.unary('exp', shifted), [1]);
  return kernels.binary('sub', shifted, kernels.unary('log', total));
}
