/** Operations element by element, each beside its gradient. */
import type { BinaryName, DeviceArray, Kernels, UnaryName } from '../kernels.ts';
import type { Ops, Tensor } from '../ops.ts';
import { broadcastAxes, broadcastShape, shapesEqual, type Shape } from '../shapes.ts';
import { nodeOf, type Record } from '../tape.ts';

export type Mapping = Pick<
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
  | 'abs'
  | 'floor'
  | 'step'
>;

type BinaryGradient = (upstream: DeviceArray, a: DeviceArray, b: DeviceArray) => DeviceArray;
type UnaryGradient = (upstream: DeviceArray, x: DeviceArray, y: DeviceArray) => DeviceArray;

export function mappingOps(kernels: Kernels, record: Record): Mapping {
  const binary = createBinary(kernels, record);
  const unary = createUnary(kernels, record);
  const flat = createFlat(kernels, record);
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
    // The sign of x, which is 0 at 0.
    abs: unary('abs', (upstream, x) => {
      const isBelow = kernels.unary('step', affine(x, -1, 0));
      return mul(upstream, kernels.binary('sub', kernels.unary('step', x), isBelow));
    }),
    floor: flat('floor'),
    step: flat('step'),
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

/** Constant but for jumps: the gradient is 0, so no path leads back. */
function createFlat(kernels: Kernels, record: Record) {
  return function flat(name: UnaryName) {
    return (tensor: Tensor): Tensor =>
      record(kernels.unary(name, nodeOf(tensor).array), [], () => []);
  };
}
