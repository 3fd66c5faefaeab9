/** TensorFlow.js's WebGPU backend on a device of the lab's; loaded only where there is an adapter. */
import * as tf from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Kernels } from '../../../core/kernels.ts';
import { createWebgpuKernels } from '../webgpu.ts';
import { quickenQueue } from './queue.ts';

/** The device in place of the one that TensorFlow.js would ask for itself. */
export async function kernelsOnDevice(device: GPUDevice, adapter: GPUAdapter): Promise<Kernels> {
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  // The package bundles an older description of the same browser interface.
  type Given = ConstructorParameters<typeof WebGPUBackend>;
  const given = [device, adapter.info] as unknown as Given;
  tf.registerBackend('webgpu', () => new WebGPUBackend(...given));
  if (!(await tf.setBackend('webgpu'))) throw new Error('WebGPU did not start');
  const backend = tf.backend() as WebGPUBackend;
  quickenQueue(backend);
  return createWebgpuKernels(backend);
}
