/**
 * WebGPU through TensorFlow.js, on a device of our own: the stock backend hears neither of a lost
 * device nor of an allocation over the limit (it then answers with zeros), so we listen.
 */
import { isSoftware, type Backend } from './backend.ts';

export const webgpu: Backend = {
  id: 'webgpu',
  label: 'WebGPU',
  async open() {
    const adapter = await globalThis.navigator?.gpu?.requestAdapter({
      powerPreference: 'high-performance',
    });
    if (!adapter) throw new Error('this browser offers no WebGPU adapter');
    const device = await openDevice(adapter);
    let fault: string | undefined;
    device.addEventListener('uncapturederror', (event) => {
      fault ??= `the GPU refused a command: ${event.error.message.slice(0, 200)}`;
    });
    void device.lost.then(({ message }) => {
      fault ??= `the GPU device was lost: ${message || 'no reason given'}`;
    });
    const { kernelsOnDevice } = await import('../kernels/webgpu/onDevice.ts');
    const kernels = await kernelsOnDevice(device, adapter);

    const name = [adapter.info.vendor, adapter.info.architecture, adapter.info.description]
      .filter(Boolean)
      .join(' ');
    const software = isSoftware(name) || adapter.info.isFallbackAdapter === true;
    const shown = adapter.info.description || adapter.info.architecture || adapter.info.vendor;
    return {
      kernels,
      label: `WebGPU · ${software ? 'software' : shown || 'GPU'}`,
      threads: 1,
      adapter: name || 'unnamed',
      software,
      fault: () => fault,
    };
  },
};

/** A device with the largest buffers that the adapter has. */
function openDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits } = adapter;
  return adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    },
  });
}
