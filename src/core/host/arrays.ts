/** The host backend's kernels that arrange, map and reduce arrays. */
import type { BinaryName, DeviceArray, HostArray, Kernels, UnaryName } from '../kernels.ts';
import { reluGradient } from '../loops/matrix.ts';
import { maxMiddle, maxMiddleGradient, sumMiddle } from '../loops/reduction.ts';
import { broadcastShape, sizeOf, stridesOf, type Shape } from '../shapes.ts';
import { dataOf, type HostMemory, type HostTensor } from './memory.ts';

const unaryFunctions: Record<UnaryName, (x: number) => number> = {
  relu: (x) => (x < 0 ? 0 : x),
  sin: Math.sin,
  cos: Math.cos,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  square: (x) => x * x,
  tanh: Math.tanh,
  abs: Math.abs,
  floor: Math.floor,
  step: (x) => Number(x > 0),
};

const binaryFunctions: Record<BinaryName, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
};

/** Groups of neighbouring axes, last first, so that a reduction is a few passes over [outer, length, inner]. */
export function axisRuns(axes: readonly number[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const axis of [...axes].sort((a, b) => b - a)) {
    const run = runs.at(-1);
    if (run && run.first === axis + 1) run.first = axis;
    else runs.push({ first: axis, last: axis });
  }
  return runs;
}

/** [outer, length, inner] around a run of axes. */
export function aroundAxes(shape: Shape, first: number, last = first) {
  return {
    outer: sizeOf(shape.slice(0, first)),
    length: sizeOf(shape.slice(first, last + 1)),
    inner: sizeOf(shape.slice(last + 1)),
  };
}

type Arranging = Pick<Kernels, 'reshape' | 'transpose' | 'concat' | 'slice' | 'broadcast'>;

export function arrangingKernels({ make, wrap }: HostMemory): Arranging {
  /** Row-major copy of x as seen through `strides` (0 repeats an entry). */
  function gatherStrided(x: HostArray, shape: Shape, strides: readonly number[]): HostTensor {
    return make(shape, (out) => {
      const index = new Array<number>(shape.length).fill(0);
      let from = 0;
      for (let i = 0; i < out.length; i++) {
        out[i] = x[from]!;
        for (let axis = shape.length - 1; axis >= 0; axis--) {
          from += strides[axis]!;
          if (++index[axis]! < shape[axis]!) break;
          from -= strides[axis]! * shape[axis]!;
          index[axis] = 0;
        }
      }
    });
  }

  function broadcast(x: DeviceArray, shape: Shape): HostTensor {
    const shift = shape.length - x.shape.length;
    const own = stridesOf(x.shape);
    const strides = shape.map((_, axis) =>
      axis < shift || x.shape[axis - shift] === 1 ? 0 : own[axis - shift]!,
    );
    return gatherStrided(dataOf(x), shape, strides);
  }

  return {
    reshape: (x, shape) => wrap(dataOf(x), shape),
    transpose(x, permutation) {
      const strides = stridesOf(x.shape);
      return gatherStrided(
        dataOf(x),
        permutation.map((axis) => x.shape[axis]!),
        permutation.map((axis) => strides[axis]!),
      );
    },
    concat(parts, axis) {
      const first = parts[0]!.shape;
      const length = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
      const shape = first.map((each, i) => (i === axis ? length : each));
      return make(shape, (out) => {
        const { outer, inner } = aroundAxes(shape, axis);
        let begin = 0;
        for (const part of parts) {
          const run = part.shape[axis]! * inner;
          for (let block = 0; block < outer; block++) {
            const values = dataOf(part).subarray(block * run, (block + 1) * run);
            out.set(values, (block * length + begin) * inner);
          }
          begin += part.shape[axis]!;
        }
      });
    },
    slice(x, axis, begin, length) {
      const { outer, length: whole, inner } = aroundAxes(x.shape, axis);
      const shape = x.shape.map((each, i) => (i === axis ? length : each));
      return make(shape, (out) => {
        for (let block = 0; block < outer; block++) {
          const from = (block * whole + begin) * inner;
          out.set(dataOf(x).subarray(from, from + length * inner), block * length * inner);
        }
      });
    },
    broadcast,
  };
}

type Mapping = Pick<Kernels, 'unary' | 'binary' | 'affine' | 'reluGradient'>;

export function mappingKernels(
  { make, tidy }: HostMemory,
  { broadcast }: Pick<Kernels, 'broadcast'>,
): Mapping {
  function stretched(x: DeviceArray, shape: Shape): HostArray {
    return dataOf(sizeOf(x.shape) === sizeOf(shape) ? x : broadcast(x, shape));
  }

  return {
    unary: (name, x) =>
      make(x.shape, (out) => {
        const apply = unaryFunctions[name];
        const values = dataOf(x);
        for (let i = 0; i < out.length; i++) out[i] = apply(values[i]!);
      }),
    binary(name, a, b) {
      const shape = broadcastShape(a.shape, b.shape);
      const apply = binaryFunctions[name];
      return tidy(() => {
        const left = stretched(a, shape);
        const right = stretched(b, shape);
        return make(shape, (out) => {
          for (let i = 0; i < out.length; i++) out[i] = apply(left[i]!, right[i]!);
        });
      });
    },
    affine: (x, factor, offset) =>
      make(x.shape, (out) => {
        const values = dataOf(x);
        for (let i = 0; i < out.length; i++) out[i] = values[i]! * factor + offset;
      }),
    reluGradient: (upstream, y) =>
      make(y.shape, (out) => reluGradient(out, dataOf(upstream), dataOf(y))),
  };
}

type Reducing = Pick<Kernels, 'sum' | 'max' | 'maxGradient'>;

export function reducingKernels({ make, wrap, allocate }: HostMemory): Reducing {
  return {
    sum(x, axes) {
      let result: { data: HostArray; shape: number[] } = { data: dataOf(x), shape: [...x.shape] };
      for (const { first, last } of axisRuns(axes)) {
        const { outer, length, inner } = aroundAxes(result.shape, first, last);
        const out = allocate(outer * inner);
        sumMiddle(out, result.data, outer, length, inner);
        const shape = result.shape.map((each, axis) => (axis >= first && axis <= last ? 1 : each));
        result = { data: out, shape };
      }
      return wrap(axes.length === 0 ? result.data.slice() : result.data, result.shape);
    },
    max(x, axis) {
      const { outer, length, inner } = aroundAxes(x.shape, axis);
      const shape = x.shape.map((each, i) => (i === axis ? 1 : each));
      return make(shape, (out) => maxMiddle(out, dataOf(x), outer, length, inner));
    },
    maxGradient(upstream, x, y) {
      const axis = x.shape.findIndex((length, i) => length !== y.shape[i]);
      const around = aroundAxes(x.shape, Math.max(axis, 0), axis < 0 ? -1 : axis);
      return make(x.shape, (out) =>
        maxMiddleGradient(out, dataOf(upstream), dataOf(x), dataOf(y), around),
      );
    },
  };
}
