/** Functions of each number, and of two of them (assembly/mapping.ts, assembly/pairing.ts). */
import type { BinaryName, DeviceArray, Kernels, UnaryName } from '../../../core/kernels.ts';
import { broadcastShape, shapesEqual, sizeOf, type Shape } from '../../../core/shapes.ts';
import { addressOf, type WasmMemory } from './memory.ts';
import type { WasmModule } from './module.ts';
import { joined, layoutOf, stretchedStrides } from './strides.ts';

/** In the order in which the module counts them. */
const unaryNames: readonly (UnaryName | 'gelu')[] = [
  'relu',
  'sin',
  'cos',
  'exp',
  'log',
  'sqrt',
  'square',
  'tanh',
  'abs',
  'floor',
  'step',
  'gelu',
];
const binaryNames: readonly (BinaryName | 'reluGradient' | 'geluGradient')[] = [
  'add',
  'sub',
  'mul',
  'div',
  'reluGradient',
  'geluGradient',
];

type Mapping = Pick<
  Kernels,
  'unary' | 'binary' | 'affine' | 'reluGradient' | 'gelu' | 'geluGradient'
>;

export function mappingKernels(
  { exports, heap }: WasmModule,
  { output, tidy }: WasmMemory,
  { broadcast }: Pick<Kernels, 'broadcast'>,
): Mapping {
  const layout = heap.integers(heap.allocate(64), 12);

  function map(name: (typeof unaryNames)[number], x: DeviceArray): DeviceArray {
    const y = output(x.shape);
    exports['unary']!(unaryNames.indexOf(name), addressOf(x), addressOf(y), y.data.length);
    return y;
  }

  function pair(
    name: (typeof binaryNames)[number],
    a: DeviceArray,
    b: DeviceArray,
    shape: Shape,
  ): DeviceArray {
    const found = pairLayout(a.shape, b.shape, shape);
    if (!found) {
      return tidy(() => pair(name, broadcast(a, shape), broadcast(b, shape), shape));
    }
    layout.set(found);
    const result = output(shape);
    const [left, right, to] = [a, b, result].map(addressOf) as [number, number, number];
    exports['binary']!(binaryNames.indexOf(name), left, right, to, layout.byteOffset);
    return result;
  }

  return {
    unary: map,
    binary: (name, a, b) => pair(name, a, b, sharedShape(a.shape, b.shape)),
    affine(x, factor, offset) {
      const y = output(x.shape);
      exports['affine']!(addressOf(x), addressOf(y), y.data.length, factor, offset);
      return y;
    },
    reluGradient: (upstream, y) => pair('reluGradient', upstream, y, y.shape),
    gelu: (x) => map('gelu', x),
    geluGradient: (upstream, x) => pair('geluGradient', upstream, x, x.shape),
  };
}

function sharedShape(a: Shape, b: Shape): Shape {
  return shapesEqual(a, b) ? a : broadcastShape(a, b);
}

function pairLayout(a: Shape, b: Shape, shape: Shape): number[] | undefined {
  if (sizeOf(a) === sizeOf(shape) && sizeOf(b) === sizeOf(shape)) {
    return [1, 1, 1, sizeOf(shape), 0, 0, 0, 4, 0, 0, 0, 4];
  }
  return layoutOf(joined(shape, [stretchedStrides(a, shape), stretchedStrides(b, shape)]));
}
