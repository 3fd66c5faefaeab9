/** TensorFlow.js's WebGL backend; loaded only where there is WebGL 2. */
import * as tf from '@tensorflow/tfjs-core';
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { Kernels } from '../../core/kernels.ts';
import { createWebglKernels } from './webgl.ts';

export async function openWebgl(): Promise<{ kernels: Kernels; context: WebGLRenderingContext }> {
  if (!(await tf.setBackend('webgl'))) throw new Error('WebGL 2 did not start');
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
    throw new Error('this GPU renders 16-bit floats only, too coarse for training');
  }
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) throw new Error('WebGL 2 did not start');
  return { kernels: createWebglKernels(backend), context: backend.getGPGPUContext().gl };
}
