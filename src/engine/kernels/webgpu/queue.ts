/**
 * How the stock backend hands work to the GPU, made cheaper.
 *
 * - Uploads: it ends the compute pass, makes a staging buffer, copies, and destroys it again, for a
 *   batch of images as for a single number. Here values are written straight into their buffer.
 * - Layouts: it asks a pipeline for its layout at every dispatch, which is a new object each time.
 *   Here each is asked once.
 * - Submits: after every 15 dispatches. Here a step is about one submit. What a step disposes of is
 *   free only after the submit, so much memory makes one earlier.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** Dispatches per submit. */
export const SUBMIT_EVERY = 256;
/** Bytes taken since the last submit that make the next one. */
const SUBMIT_BYTES = 256 * 2 ** 20;

const FLOAT_BYTES = 4;

/** What the backend's types call private; its version is pinned. */
export interface Recording {
  readonly commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  readonly commandQueueOwnedIds: WeakSet<object>;
}

export const recordingOf = (backend: WebGPUBackend) => backend as unknown as Recording;

/** Call before the first pipeline is built. */
export function quickenQueue(backend: WebGPUBackend): void {
  keepLayouts(backend.device as GPUDevice);
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', SUBMIT_EVERY);
  const { bufferManager } = backend;
  const uploadAsStock = backend.uploadToGPU.bind(backend);
  const submitAsStock = backend.submitQueue.bind(backend);
  let usedAtSubmit = bufferManager.numBytesUsed;

  backend.submitQueue = () => {
    submitAsStock();
    usedAtSubmit = bufferManager.numBytesUsed;
  };

  /**
   * The queue writes at once, before what waits in the pass; that is right, because the pool gives out
   * no buffer that a waiting command uses.
   */
  function write(dataId: object): void {
    const data = backend.tensorMap.get(dataId);
    if (!(data.values instanceof Float32Array)) return uploadAsStock(dataId);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = bufferManager.acquireBuffer(FLOAT_BYTES * data.values.length, usage);
    backend.device.queue.writeBuffer(buffer, 0, data.values as Float32Array<ArrayBuffer>);
    data.resource = buffer;
    data.values = null!; // as the stock one does: from now on the device has them
  }

  /** Called for every array of a dispatch, before the dispatch is recorded. */
  backend.uploadToGPU = (dataId) => {
    if (backend.tensorMap.get(dataId).resource) return;
    write(dataId);
    if (bufferManager.numBytesUsed - usedAtSubmit < SUBMIT_BYTES) return;
    if (!recordingOf(backend).commandEncoder) return;
    backend.endComputePassEncoder();
    backend.submitQueue();
  };
}

function keepLayouts(device: GPUDevice): void {
  const create = device.createComputePipeline.bind(device);
  device.createComputePipeline = (descriptor) => {
    const pipeline = create(descriptor);
    const layout = pipeline.getBindGroupLayout(0); // the stock backend has no other group
    pipeline.getBindGroupLayout = () => layout;
    return pipeline;
  };
}
