/**
 * A TensorFlow.js backend named `lab`: its CPU backend with the lab's WASM kernels in place of those
 * that the lab replaces.
 */
import * as tf from '@tensorflow/tfjs-core';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { createWasmKernels } from '../../src/engine/kernels/wasm/kernels.ts';
import { openModule } from '../../src/engine/kernels/wasm/module.ts';
import { dataOf } from '../../src/core/host/memory.ts';
import type { DeviceArray, Kernels } from '../../src/core/kernels.ts';
import { labKernels, type LabKernel } from './labKernels.ts';

export const BACKEND = 'lab';

/** Calls that the lab's kernels answered, and those that they left to TensorFlow.js's. */
export const calls = new Map<string, { lab: number; stock: number }>();

type StockKernel = (given: {
  inputs: tf.NamedTensorInfoMap;
  attrs?: tf.NamedAttrMap;
  backend: MathBackendCPU;
}) => tf.TensorInfo | tf.TensorInfo[];

export async function registerLabBackend(threads: number): Promise<void> {
  const kernels = createWasmKernels(await openModule(threads));
  tf.registerBackend(BACKEND, () => new MathBackendCPU(), 0);
  tf.copyRegisteredKernels('cpu', BACKEND);
  for (const [name, labKernel] of Object.entries(labKernels)) {
    const stock = tf.getKernel(name, BACKEND)?.kernelFunc as unknown as StockKernel | undefined;
    if (stock) tf.unregisterKernel(name, BACKEND);
    tf.registerKernel({
      kernelName: name,
      backendName: BACKEND,
      kernelFunc: replaced(kernels, name, labKernel, stock) as unknown as tf.KernelFunc,
    });
  }
}

function replaced(
  kernels: Kernels,
  name: string,
  labKernel: LabKernel,
  stock: StockKernel | undefined,
): StockKernel {
  const count = { lab: 0, stock: 0 };
  calls.set(name, count);
  return (given) => {
    const found = answer(kernels, labKernel, given);
    if (found) {
      count.lab++;
      return found;
    }
    count.stock++;
    if (!stock) throw new Error(`neither has ${name} for this`);
    return stock(given);
  };
}

/** The lab's answer; undefined where it has none. */
function answer(
  kernels: Kernels,
  labKernel: LabKernel,
  { inputs, attrs = {}, backend }: Parameters<StockKernel>[0],
): tf.TensorInfo | undefined {
  const given = Object.entries(inputs).flatMap(([name, info]) =>
    info ? [[name, info] as const] : [],
  );
  const numbers = given.filter(([name]) => name !== 'indices' && name !== 'segmentIds');
  if (numbers.some(([, { dtype, shape }]) => dtype !== 'float32' || shape.includes(0))) {
    return undefined;
  }
  const before = kernels.count();
  const result = kernels.tidy(() => {
    const arrays = Object.fromEntries(
      numbers.map(([name, info]): [string, DeviceArray] => {
        const values = backend.data.get(info.dataId).values as ArrayLike<number>;
        return [name, kernels.fromHost(Float32Array.from(values), info.shape)];
      }),
    );
    return labKernel(kernels, { arrays, inputs: Object.fromEntries(given), attributes: attrs });
  });
  if (!result) return undefined;
  const values = dataOf(result).slice();
  kernels.dispose(result);
  if (kernels.count() !== before) throw new Error('the lab leaves arrays behind');
  return backend.makeTensorInfo([...result.shape], 'float32', values as unknown as string[]);
}
