/**
 * The kernels in plain TypeScript. In float64 they are what every other backend is compared with;
 * in float32 they are the CPU backend, which works everywhere.
 */
import {
  arraysIn,
  type BinaryName,
  type DeviceArray,
  type HostArray,
  type Kernels,
  type Padding,
  type UnaryName,
} from './kernels.ts';
import * as loops from './loops.ts';
import { broadcastShape, shapeText, sizeOf, stridesOf, type Shape } from './shapes.ts';

type Precision = 'float32' | 'float64';

class HostTensor implements DeviceArray {
  constructor(
    readonly data: HostArray,
    readonly shape: Shape,
  ) {}
}

const unaryFunctions: Record<UnaryName, (x: number) => number> = {
  relu: (x) => (x < 0 ? 0 : x),
  sin: Math.sin,
  cos: Math.cos,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  square: (x) => x * x,
  tanh: Math.tanh,
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

/** Sizes of a stride-1 convolution with `same` or no padding. */
export function convolutionSizes(
  x: Shape,
  filter: Shape,
  padding: Padding,
): loops.ConvolutionSizes {
  const [batch = 0, height = 0, width = 0, inChannels = 0] = x;
  const [kernelHeight = 0, kernelWidth = 0, , outChannels = 0] = filter;
  const same = padding === 'same';
  return {
    batch,
    height,
    width,
    inChannels,
    kernelHeight,
    kernelWidth,
    outChannels,
    outHeight: same ? height : height - kernelHeight + 1,
    outWidth: same ? width : width - kernelWidth + 1,
    padTop: same ? Math.floor((kernelHeight - 1) / 2) : 0,
    padLeft: same ? Math.floor((kernelWidth - 1) / 2) : 0,
  };
}

export function poolSizes(x: Shape, size: number): loops.PoolSizes {
  const [batch = 0, height = 0, width = 0, channels = 0] = x;
  return { batch, height, width, channels, size };
}

export function createHostKernels(precision: Precision = 'float32'): Kernels {
  const allocate = (size: number): HostArray =>
    precision === 'float64' ? new Float64Array(size) : new Float32Array(size);
  const dataOf = (x: DeviceArray) => (x as HostTensor).data;
  let alive = 0;

  function make(shape: Shape, fill: (out: HostArray) => void): HostTensor {
    const out = allocate(sizeOf(shape));
    fill(out);
    return wrap(out, shape);
  }
  function wrap(data: HostArray, shape: Shape): HostTensor {
    alive++;
    const tensor = new HostTensor(data, shape);
    scopes.at(-1)?.add(tensor);
    return tensor;
  }

  const disposed = new WeakSet<DeviceArray>();
  const scopes: Set<DeviceArray>[] = [];
  function dispose(x: DeviceArray): void {
    if (disposed.has(x)) return;
    disposed.add(x);
    alive--;
    for (const scope of scopes) scope.delete(x);
  }

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

  function stretched(x: DeviceArray, shape: Shape): HostArray {
    if (sizeOf(x.shape) === sizeOf(shape)) return dataOf(x);
    const wide = broadcast(x, shape);
    dispose(wide);
    return wide.data;
  }

  function transposed(x: DeviceArray): HostArray {
    const [rows = 0, columns = 0] = x.shape;
    const out = allocate(rows * columns);
    loops.transpose2d(out, dataOf(x), rows, columns);
    return out;
  }

  function product(
    a: HostArray,
    b: HostArray,
    { m, k, n }: { m: number; k: number; n: number },
    shape: Shape = [m, n],
  ): HostTensor {
    return make(shape, (out) => loops.matMul(out, a, b, m, k, n));
  }

  function columnsOf(x: DeviceArray, sizes: loops.ConvolutionSizes): HostArray {
    const out = allocate(rowsOf(sizes) * columnLength(sizes));
    loops.imageToColumns(out, dataOf(x), sizes);
    return out;
  }
  const rowsOf = (s: loops.ConvolutionSizes) => s.batch * s.outHeight * s.outWidth;
  const columnLength = (s: loops.ConvolutionSizes) => s.kernelHeight * s.kernelWidth * s.inChannels;

  const kernels: Kernels = {
    prefersSparseRows: true,

    fromHost: (values, shape) => {
      if (values.length !== sizeOf(shape)) {
        throw new Error(`${values.length} values do not fill [${shapeText(shape)}]`);
      }
      return make(shape, (out) => out.set(values));
    },
    read: async (x) => dataOf(x).slice(),
    dispose,
    tidy(body) {
      const scope = new Set<DeviceArray>();
      scopes.push(scope);
      try {
        const result = body();
        const keep = arraysIn(result, (value) => value instanceof HostTensor);
        scopes.pop();
        for (const each of scope) {
          if (keep.has(each as HostTensor)) scopes.at(-1)?.add(each);
          else dispose(each);
        }
        return result;
      } catch (error) {
        if (scopes.at(-1) === scope) scopes.pop();
        for (const each of scope) dispose(each);
        throw error;
      }
    },
    count: () => alive,

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

    unary: (name, x) =>
      make(x.shape, (out) => {
        const apply = unaryFunctions[name];
        const values = dataOf(x);
        for (let i = 0; i < out.length; i++) out[i] = apply(values[i]!);
      }),
    binary(name, a, b) {
      const shape = broadcastShape(a.shape, b.shape);
      const apply = binaryFunctions[name];
      const left = stretched(a, shape);
      const right = stretched(b, shape);
      return make(shape, (out) => {
        for (let i = 0; i < out.length; i++) out[i] = apply(left[i]!, right[i]!);
      });
    },
    affine: (x, factor, offset) =>
      make(x.shape, (out) => {
        const values = dataOf(x);
        for (let i = 0; i < out.length; i++) out[i] = values[i]! * factor + offset;
      }),
    reluGradient: (upstream, y) =>
      make(y.shape, (out) => loops.reluGradient(out, dataOf(upstream), dataOf(y))),

    sum(x, axes) {
      let result: { data: HostArray; shape: number[] } = { data: dataOf(x), shape: [...x.shape] };
      for (const { first, last } of axisRuns(axes)) {
        const { outer, length, inner } = aroundAxes(result.shape, first, last);
        const out = allocate(outer * inner);
        loops.sumMiddle(out, result.data, outer, length, inner);
        const shape = result.shape.map((each, axis) => (axis >= first && axis <= last ? 1 : each));
        result = { data: out, shape };
      }
      return wrap(axes.length === 0 ? result.data.slice() : result.data, result.shape);
    },
    max(x, axis) {
      const { outer, length, inner } = aroundAxes(x.shape, axis);
      const shape = x.shape.map((each, i) => (i === axis ? 1 : each));
      return make(shape, (out) => loops.maxMiddle(out, dataOf(x), outer, length, inner));
    },
    maxGradient(upstream, x, y) {
      const axis = x.shape.findIndex((length, i) => length !== y.shape[i]);
      const around = aroundAxes(x.shape, Math.max(axis, 0), axis < 0 ? -1 : axis);
      return make(x.shape, (out) =>
        loops.maxMiddleGradient(out, dataOf(upstream), dataOf(x), dataOf(y), around),
      );
    },

    matMul(a, b, transposeA = false, transposeB = false) {
      const m = a.shape[transposeA ? 1 : 0]!;
      const k = a.shape[transposeA ? 0 : 1]!;
      const n = b.shape[transposeB ? 0 : 1]!;
      const left = transposeA ? transposed(a) : dataOf(a);
      const right = transposeB ? transposed(b) : dataOf(b);
      return product(left, right, { m, k, n });
    },
    dense(x, weight, bias, activation) {
      const [m = 0, k = 0] = x.shape;
      const out = product(dataOf(x), dataOf(weight), { m, k, n: weight.shape[1]! });
      loops.addBias(out.data, dataOf(bias), m, activation === 'relu');
      return out;
    },

    pixelDense(values, offset, slope, layout, activation) {
      const sizes = pixelDenseSizes(values.shape, slope.shape);
      const operands = { values: dataOf(values), offset: dataOf(offset), slope: dataOf(slope) };
      return make([layout.rows, sizes.width], (out) =>
        loops.pixelDense(out, operands, layout, sizes, activation === 'relu'),
      );
    },
    pixelDenseGradient(dz, values, slopeShape, layout) {
      const sizes = pixelDenseSizes(values.shape, slopeShape);
      const offset = make([layout.places, sizes.width], () => {});
      const slope = make(slopeShape, () => {});
      const out = { offset: offset.data, slope: slope.data };
      loops.pixelDenseGradient(out, dataOf(dz), dataOf(values), layout, sizes);
      return { offset, slope };
    },
    poolPixels(x, layout, pooling) {
      const width = x.shape[1]!;
      const pool = pooling === 'sum' ? loops.sumPixels : loops.maxPixels;
      return make([layout.images, width], (out) => pool(out, dataOf(x), layout, width));
    },
    poolPixelsGradient: (dy, x, y, layout, pooling) =>
      make(x.shape, (out) => {
        const width = x.shape[1]!;
        if (pooling === 'sum') loops.sumPixelsGradient(out, dataOf(dy), layout, width);
        else loops.maxPixelsGradient(out, dataOf(dy), dataOf(x), dataOf(y), layout, width);
      }),

    conv2d(x, filter, bias, padding, activation) {
      const sizes = convolutionSizes(x.shape, filter.shape, padding);
      const { batch, outHeight, outWidth, outChannels } = sizes;
      const out = product(
        columnsOf(x, sizes),
        dataOf(filter),
        { m: rowsOf(sizes), k: columnLength(sizes), n: outChannels },
        [batch, outHeight, outWidth, outChannels],
      );
      loops.addBias(out.data, dataOf(bias), rowsOf(sizes), activation === 'relu');
      return out;
    },
    conv2dInputGradient(dy, filter, inputShape, padding) {
      const sizes = convolutionSizes(inputShape, filter.shape, padding);
      const k = sizes.outChannels;
      const n = columnLength(sizes);
      const flipped = allocate(k * n);
      loops.transpose2d(flipped, dataOf(filter), n, k);
      const columns = allocate(rowsOf(sizes) * n);
      loops.matMul(columns, dataOf(dy), flipped, rowsOf(sizes), k, n);
      return make(inputShape, (out) => loops.columnsToImage(out, columns, sizes));
    },
    conv2dFilterGradient(dy, x, filterShape, padding) {
      const sizes = convolutionSizes(x.shape, filterShape, padding);
      const columns = columnsOf(x, sizes);
      const m = columnLength(sizes);
      const k = rowsOf(sizes);
      const turned = allocate(m * k);
      loops.transpose2d(turned, columns, k, m);
      return product(turned, dataOf(dy), { m, k, n: sizes.outChannels }, filterShape);
    },

    maxPool2d(x, size) {
      const sizes = poolSizes(x.shape, size);
      const shape = [
        sizes.batch,
        Math.floor(sizes.height / size),
        Math.floor(sizes.width / size),
        sizes.channels,
      ];
      return make(shape, (out) => loops.maxPool(out, dataOf(x), sizes));
    },
    maxPool2dGradient: (dy, x, y, size) =>
      make(x.shape, (out) =>
        loops.maxPoolGradient(out, dataOf(dy), dataOf(x), dataOf(y), poolSizes(x.shape, size)),
      ),
  };
  return kernels;
}

export function pixelDenseSizes(values: Shape, slope: Shape) {
  return { channels: values[1]!, width: slope.at(-1)!, slopePerPlace: slope.length === 3 };
}
