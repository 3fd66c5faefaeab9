/**
 * Kernels for WASM: TensorFlow.js's where they are right and fast, and the lab's own loops on views
 * of the module's memory where they throw (filter gradients, through tensorflow.ts's convolutions),
 * lie (max-pool gradient wherever a window's maximum is not positive) or crawl (sums, products with
 * a transpose flag, which run ten times slower than transposing first).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { aroundAxes, axisRuns } from '../../core/host/arrays.ts';
import { convolutionSizes, poolSizes } from '../../core/host/convolution.ts';
import { pixelDenseSizes, pixelPoolGradients, pixelPools } from '../../core/host/products.ts';
import type { Activation, DeviceArray, Kernels } from '../../core/kernels.ts';
import { batchProductSizes, copyMatrix, softmaxGradient } from '../../core/loops/attention.ts';
import { maxPool, maxPoolGradient } from '../../core/loops/convolution.ts';
import { depthwiseFilterGradient } from '../../core/loops/depthwise.ts';
import * as descent from '../../core/loops/descent.ts';
import { reluGradient, transpose2d } from '../../core/loops/matrix.ts';
import * as normalisation from '../../core/loops/normalisation.ts';
import * as pixelLoops from '../../core/loops/pixels.ts';
import {
  maxMiddle,
  maxMiddleGradient,
  repeatMiddle,
  sumMiddle,
} from '../../core/loops/reduction.ts';
import * as tables from '../../core/loops/tables.ts';
import type { Shape } from '../../core/shapes.ts';
import { composeDenseGradient } from './denseGradient.ts';
import { arrayOf, createTensorFlowKernels, tensorOf } from './tensorflow.ts';

/** Kernels on the active WASM backend: one table, an entry for each kernel that differs from stock. */
export function createWasmKernels(backend: BackendWasm): Kernels {
  const stock = createTensorFlowKernels();

  /**
   * New arrays on the module's heap, filled by a loop. All are allocated before any view is taken,
   * because an allocation may move the memory.
   */
  function compute<Names extends string>(
    shapes: Record<Names, Shape>,
    fill: (out: Record<Names, Float32Array>) => void,
  ): Record<Names, DeviceArray> {
    const names = Object.keys(shapes) as Names[];
    const infos = names.map((name) => backend.makeOutput([...shapes[name]], 'float32'));
    const views = infos.map((info) => backend.typedArrayFromHeap(info) as Float32Array);
    fill(
      Object.fromEntries(names.map((name, i) => [name, views[i]!])) as Record<Names, Float32Array>,
    );
    const arrays = infos.map((info) => arrayOf(tf.engine().makeTensorFromTensorInfo(info)));
    return Object.fromEntries(names.map((name, i) => [name, arrays[i]!])) as Record<
      Names,
      DeviceArray
    >;
  }
  const computeOne = (shape: Shape, fill: (out: Float32Array) => void): DeviceArray =>
    compute({ out: shape }, ({ out }) => fill(out)).out;

  const view = (x: DeviceArray) => backend.typedArrayFromHeap(tensorOf(x)) as Float32Array;

  function transposed(x: DeviceArray): DeviceArray {
    const [rows = 0, columns = 0] = x.shape;
    return computeOne([columns, rows], (out) => transpose2d(out, view(x), rows, columns));
  }

  /** A fused relu turns a NaN into 0 and so hides divergence; a pass of its own costs 3 % more. */
  const activated = (x: DeviceArray, activation: Activation): DeviceArray =>
    activation === 'relu' ? stock.unary('relu', x) : x;

  const kernels: Omit<Kernels, 'denseGradient'> = {
    ...stock,
    prefersSparseRows: true,

    reluGradient: (upstream, y) =>
      computeOne(y.shape, (out) => reluGradient(out, view(upstream), view(y))),
    sum: (x, axes) =>
      stock.tidy(() => {
        let result = stock.reshape(x, x.shape);
        for (const { first, last } of axisRuns(axes)) {
          const { outer, length, inner } = aroundAxes(result.shape, first, last);
          const shape = result.shape.map((each, axis) =>
            axis >= first && axis <= last ? 1 : each,
          );
          const before = result;
          result = computeOne(shape, (out) => sumMiddle(out, view(before), outer, length, inner));
        }
        return result;
      }),
    // The stock one copies in tiles, number by number.
    broadcast: (x, shape) =>
      stock.tidy(() => {
        const leading = shape.map((_, i) => x.shape[i - (shape.length - x.shape.length)] ?? 1);
        const stretched = shape.flatMap((length, i) => (leading[i] === length ? [] : [i]));
        let result = stock.reshape(x, leading);
        for (const { first, last } of axisRuns(stretched)) {
          const grown = result.shape.map((each, i) => (i >= first && i <= last ? shape[i]! : each));
          const { outer, length, inner } = aroundAxes(grown, first, last);
          const before = result;
          result = computeOne(grown, (out) =>
            repeatMiddle(out, view(before), outer, length, inner),
          );
        }
        return result;
      }),
    max(x, axis) {
      const { outer, length, inner } = aroundAxes(x.shape, axis);
      const shape = x.shape.map((each, i) => (i === axis ? 1 : each));
      return computeOne(shape, (out) => maxMiddle(out, view(x), outer, length, inner));
    },
    maxGradient(upstream, x, y) {
      const axis = x.shape.findIndex((length, i) => length !== y.shape[i]);
      const around = aroundAxes(x.shape, Math.max(axis, 0), axis < 0 ? -1 : axis);
      return computeOne(x.shape, (out) =>
        maxMiddleGradient(out, view(upstream), view(x), view(y), around),
      );
    },

    matMul: (a, b, transposeA = false, transposeB = false) =>
      stock.tidy(() =>
        stock.matMul(transposeA ? transposed(a) : a, transposeB ? transposed(b) : b),
      ),

    /**
     * The stock one multiplies batches without vector instructions; matrix by matrix is twice as fast
     * on small ones and ten times on large ones. The right side is a new tensor each time, because the
     * module keeps what it made of one until it is disposed of.
     */
    batchMatMul(a, b, transposeA, transposeB) {
      const sizes = batchProductSizes(a.shape, b.shape, transposeA, transposeB);
      const { batch, m, k, n } = sizes;
      const leftSizes = { rows: m, columns: k, transpose: sizes.transposeA };
      const rightSizes = { rows: k, columns: n, transpose: sizes.transposeB };
      return stock.tidy(() => {
        const products = computeOne([batch, m, n], () => {});
        const left = computeOne([m, k], () => {});
        for (let index = 0; index < batch; index++) {
          copyMatrix(view(left), view(a), index, leftSizes);
          const right = computeOne([k, n], (out) => copyMatrix(out, view(b), index, rightSizes));
          const product = stock.matMul(left, right);
          view(products).set(view(product), index * m * n);
          [right, product].forEach(stock.dispose);
        }
        return products;
      });
    },
    softmaxGradient: (upstream, y) =>
      computeOne(y.shape, (out) => softmaxGradient(out, view(upstream), view(y), y.shape.at(-1)!)),
    lookUp(table, lookup) {
      const results = lookup.indices.length / lookup.count;
      const width = table.shape[1]!;
      return computeOne([results, width], (out) => tables.lookUp(out, view(table), lookup, width));
    },
    lookUpGradient(upstream, lookup, entries) {
      const width = upstream.shape[1]!;
      return computeOne([entries, width], (out) =>
        tables.lookUpGradient(out, view(upstream), lookup, width),
      );
    },

    dense: (x, weight, bias, activation) =>
      stock.tidy(() => activated(stock.dense(x, weight, bias, 'linear'), activation)),
    conv2d: (x, filter, bias, windows, activation) =>
      stock.tidy(() => activated(stock.conv2d(x, filter, bias, windows, 'linear'), activation)),
    depthwiseConv2dFilterGradient: (dy, x, filterShape, windows) =>
      computeOne(filterShape, (out) => {
        const sizes = convolutionSizes(x.shape, filterShape, windows);
        depthwiseFilterGradient(out, view(dy), view(x), sizes);
      }),
    normaliseColumns(x, epsilon) {
      const columns = [x.shape[1]!];
      return compute({ y: x.shape, mean: columns, variance: columns }, (out) =>
        normalisation.normaliseColumns(out, view(x), epsilon),
      );
    },
    normaliseColumnsGradient: (upstream, y, variance, epsilon) =>
      computeOne(y.shape, (out) =>
        normalisation.normaliseColumnsGradient(
          out,
          view(upstream),
          view(y),
          view(variance),
          epsilon,
        ),
      ),

    pixelDense(values, offset, slope, layout, activation) {
      const sizes = pixelDenseSizes(values.shape, slope.shape);
      return computeOne([layout.rows, sizes.width], (out) => {
        const operands = { values: view(values), offset: view(offset), slope: view(slope) };
        pixelLoops.pixelDense(out, operands, layout, sizes, activation === 'relu');
      });
    },
    pixelDenseGradient(dz, values, slopeShape, layout) {
      const sizes = pixelDenseSizes(values.shape, slopeShape);
      const shapes = { offset: [layout.places, sizes.width], slope: slopeShape };
      return compute(shapes, (out) =>
        pixelLoops.pixelDenseGradient(out, view(dz), view(values), layout, sizes),
      );
    },
    poolPixels(x, layout, pooling) {
      const width = x.shape[1]!;
      const pool = pixelPools[pooling];
      return computeOne([layout.images, width], (out) => pool(out, view(x), layout, width));
    },
    poolPixelsGradient: (dy, x, y, layout, pooling) =>
      computeOne(x.shape, (out) => {
        const pool = pixelPoolGradients[pooling];
        pool(out, { dy: view(dy), x: view(x), y: view(y) }, layout, x.shape[1]!);
      }),

    // The stock one takes a NaN for small and so hides divergence.
    maxPool2d(x, size) {
      const sizes = poolSizes(x.shape, size);
      const { batch, height, width, channels } = sizes;
      const shape = [batch, Math.floor(height / size), Math.floor(width / size), channels];
      return computeOne(shape, (out) => maxPool(out, view(x), sizes));
    },
    maxPool2dGradient: (dy, x, y, size) =>
      computeOne(x.shape, (out) =>
        maxPoolGradient(out, view(dy), view(x), view(y), poolSizes(x.shape, size)),
      ),

    adam(from, step) {
      const { shape } = from.value;
      return compute({ value: shape, mean: shape, square: shape }, (out) =>
        descent.adam(
          out,
          {
            value: view(from.value),
            gradient: view(from.gradient),
            mean: view(from.mean),
            square: view(from.square),
          },
          step,
        ),
      );
    },
    momentum(from, step) {
      const { shape } = from.value;
      return compute({ value: shape, velocity: shape }, (out) =>
        descent.momentum(
          out,
          {
            value: view(from.value),
            gradient: view(from.gradient),
            velocity: view(from.velocity),
          },
          step,
        ),
      );
    },
  };
  return { ...kernels, denseGradient: composeDenseGradient(kernels) };
}
