/** The host backend's products: matrices, dense layers and the rows of pixel models. */
import type { DeviceArray, HostArray, Kernels, Pooling } from '../kernels.ts';
import { addBias, matMul, reluGradient, transpose2d } from '../loops/matrix.ts';
import { logSumExpPixels, logSumExpPixelsGradient } from '../loops/logSumExp.ts';
import * as pixelLoops from '../loops/pixels.ts';
import { sumMiddle } from '../loops/reduction.ts';
import type { PixelLayout } from '../pixels.ts';
import type { Shape } from '../shapes.ts';
import { dataOf, type HostMemory, type HostTensor } from './memory.ts';

type Multiplying = Pick<Kernels, 'matMul' | 'dense' | 'denseGradient'>;

export function multiplyingKernels({ make, allocate }: HostMemory): Multiplying {
  function transposed(x: DeviceArray): HostArray {
    const [rows = 0, columns = 0] = x.shape;
    const out = allocate(rows * columns);
    transpose2d(out, dataOf(x), rows, columns);
    return out;
  }

  function product(
    a: HostArray,
    b: HostArray,
    { m, k, n }: { m: number; k: number; n: number },
    shape: Shape = [m, n],
  ): HostTensor {
    return make(shape, (out) => matMul(out, a, b, m, k, n));
  }

  return {
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
      addBias(out.data, dataOf(bias), m, activation === 'relu');
      return out;
    },
    denseGradient(upstream, { x, weight, y, activation }, wanted) {
      const [rows = 0, inputs = 0] = x.shape;
      const outputs = weight.shape[1]!;
      let dz = dataOf(upstream);
      if (activation === 'relu') {
        dz = allocate(rows * outputs);
        reluGradient(dz, dataOf(upstream), dataOf(y));
      }
      const back = { m: rows, k: outputs, n: inputs };
      const over = { m: inputs, k: rows, n: outputs };
      return {
        x: wanted.x ? product(dz, transposed(weight), back) : undefined,
        weight: wanted.weight ? product(transposed(x), dz, over) : undefined,
        bias: wanted.bias
          ? make([outputs], (out) => sumMiddle(out, dz, 1, rows, outputs))
          : undefined,
      };
    },
  };
}

type Pixelwise = Pick<
  Kernels,
  'pixelDense' | 'pixelDenseGradient' | 'poolPixels' | 'poolPixelsGradient'
>;

export function pixelKernels({ make }: HostMemory): Pixelwise {
  return {
    pixelDense(values, offset, slope, layout, activation) {
      const sizes = pixelDenseSizes(values.shape, slope.shape);
      const operands = { values: dataOf(values), offset: dataOf(offset), slope: dataOf(slope) };
      return make([layout.rows, sizes.width], (out) =>
        pixelLoops.pixelDense(out, operands, layout, sizes, activation === 'relu'),
      );
    },
    pixelDenseGradient(dz, values, slopeShape, layout) {
      const sizes = pixelDenseSizes(values.shape, slopeShape);
      const offset = make([layout.places, sizes.width], () => {});
      const slope = make(slopeShape, () => {});
      const out = { offset: offset.data, slope: slope.data };
      pixelLoops.pixelDenseGradient(out, dataOf(dz), dataOf(values), layout, sizes);
      return { offset, slope };
    },
    poolPixels(x, layout, pooling) {
      const width = x.shape[1]!;
      const pool = pixelPools[pooling];
      return make([layout.images, width], (out) => pool(out, dataOf(x), layout, width));
    },
    poolPixelsGradient: (dy, x, y, layout, pooling) =>
      make(x.shape, (out) => {
        const pool = pixelPoolGradients[pooling];
        pool(out, { dy: dataOf(dy), x: dataOf(x), y: dataOf(y) }, layout, x.shape[1]!);
      }),
  };
}

/** How each pooling goes over the rows of a layout. */
export const pixelPools: Record<
  Pooling,
  (out: HostArray, x: HostArray, layout: PixelLayout, width: number) => void
> = {
  sum: pixelLoops.sumPixels,
  max: pixelLoops.maxPixels,
  logSumExp: logSumExpPixels,
};

interface PooledRows {
  readonly dy: HostArray;
  readonly x: HostArray;
  readonly y: HostArray;
}

export const pixelPoolGradients: Record<
  Pooling,
  (out: HostArray, rows: PooledRows, layout: PixelLayout, width: number) => void
> = {
  sum: (out, { dy }, layout, width) => pixelLoops.sumPixelsGradient(out, dy, layout, width),
  max: (out, { dy, x }, layout, width) => pixelLoops.maxPixelsGradient(out, dy, x, layout, width),
  logSumExp: logSumExpPixelsGradient,
};

export function pixelDenseSizes(values: Shape, slope: Shape): pixelLoops.PixelDenseSizes {
  return { channels: values[1]!, width: slope.at(-1)!, slopePerPlace: slope.length === 3 };
}
