/**
 * Uploads that do not break a compute pass in two. The stock backend ends the pass, makes a staging
 * buffer, copies, and destroys it again, for a batch of images as for a single number.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

const BYTES = 4;

/**
 * Makes the backend write values straight into their buffer. The queue writes at once, before what
 * waits in the pass; that is right, because the pool gives out no buffer that a waiting command uses.
 */
export function writeUploadsDirectly(backend: WebGPUBackend): void {
  const uploadAsStock = backend.uploadToGPU.bind(backend);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  backend.uploadToGPU = (dataId) => {
    const data = backend.tensorMap.get(dataId);
    if (data.resource || !(data.values instanceof Float32Array)) return uploadAsStock(dataId);
    const buffer = backend.bufferManager.acquireBuffer(BYTES * data.values.length, usage);
    backend.device.queue.writeBuffer(buffer, 0, data.values as Float32Array<ArrayBuffer>);
    data.resource = buffer;
    data.values = null!; // as the stock one does: from now on the device has them
  };
}
