/**
 * Kernels for WebGPU: TensorFlow.js's, and the lab's own WGSL programs where those are naive, differ
 * from run to run, or take a dozen dispatches for what one can do: one table, an entry for each
 * kernel that differs from stock.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { aroundAxes, axisRuns } from '../../core/host/arrays.ts';
import type { DeviceArray, Kernels } from '../../core/kernels.ts';
import { composeDenseGradient } from './denseGradient.ts';
import { createTensorFlowKernels, tensorOf } from './tensorflow.ts';
import { descendingKernels } from './webgpu/descent.ts';
import { BINARY_AXES, createAddBias, elementwiseKernels } from './webgpu/elementwise.ts';
import { normalisingKernels } from './webgpu/normalisation.ts';
import { pixelKernels } from './webgpu/pixels.ts';
import { poolingKernels } from './webgpu/pooling.ts';
import { multiplyingKernels } from './webgpu/products.ts';
import { createRunner } from './webgpu/programs.ts';
import { createReduce, fits } from './webgpu/reductions.ts';
import { rowwiseKernels } from './webgpu/rows.ts';

/** Kernels on the active WebGPU backend. */
export function createWebgpuKernels(backend: WebGPUBackend): Kernels {
  const stock = createTensorFlowKernels();
  const run = createRunner(backend);
  const reduce = createReduce(run, stock.dispose);
  const elementwise = elementwiseKernels(run);
  const areOnHost = (arrays: readonly DeviceArray[]) =>
    backend.shouldExecuteOnCPU(arrays.map(tensorOf));

  const sum: Kernels['sum'] = (x, axes) =>
    stock.tidy(() => {
      let result = stock.reshape(x, x.shape);
      for (const { first, last } of axisRuns(axes)) {
        const around = aroundAxes(result.shape, first, last);
        const shape = result.shape.map((each, axis) => (axis >= first && axis <= last ? 1 : each));
        // Along a row the stock one reads neighbours as they lie.
        const isStock = around.inner === 1 || !fits(around);
        result = isStock
          ? stock.sum(result, range(first, last))
          : stock.reshape(reduce.sum(result, around), shape);
      }
      return result;
    });

  const kernels: Omit<Kernels, 'denseGradient'> = {
    ...stock,
    ...elementwise,
    ...descendingKernels(run),
    ...rowwiseKernels(run),
    ...multiplyingKernels(run, reduce, stock, createAddBias(run)),
    ...poolingKernels(run),
    ...pixelKernels(run, reduce, stock),
    ...normalisingKernels(run, reduce, stock.tidy),
    // A few numbers that are still on the host stay there: the stock backend computes with them at once.
    affine: (x, factor, offset) => (areOnHost([x]) ? stock : elementwise).affine(x, factor, offset),
    binary: (name, a, b) =>
      (areOnHost([a, b]) || Math.max(a.shape.length, b.shape.length) > BINARY_AXES
        ? stock
        : elementwise
      ).binary(name, a, b),
    sum,
  };
  return { ...kernels, denseGradient: composeDenseGradient(kernels) };
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
