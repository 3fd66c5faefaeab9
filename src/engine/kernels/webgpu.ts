/**
 * Kernels for WebGPU: TensorFlow.js's, and the lab's own WGSL programs where those are naive, differ
 * from run to run, or take a dozen dispatches for what one can do: one table, an entry for each
 * kernel that differs from stock.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { aroundAxes, axisRuns } from '../../core/host/arrays.ts';
import type { Kernels } from '../../core/kernels.ts';
import { composeDenseGradient } from './denseGradient.ts';
import { createTensorFlowKernels, tensorOf } from './tensorflow.ts';
import { descendingKernels } from './webgpu/descent.ts';
import { createAddBias, elementwiseKernels } from './webgpu/elementwise.ts';
import { normalisingKernels } from './webgpu/normalisation.ts';
import { pixelKernels } from './webgpu/pixels.ts';
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
    ...pixelKernels(run, reduce, stock),
    ...normalisingKernels(run, reduce, stock.tidy),
    // A number that is still on the host stays there: the stock backend computes with it at once.
    affine: (x, factor, offset) =>
      (backend.shouldExecuteOnCPU([tensorOf(x)]) ? stock : elementwise).affine(x, factor, offset),
    sum,
  };
  return { ...kernels, denseGradient: composeDenseGradient(kernels) };
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
