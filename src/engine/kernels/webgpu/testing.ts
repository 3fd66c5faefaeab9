/** For the tests: one WebGPU device. headless/nodeWebgpu.ts provides WebGPU. */
import type { OpenBackend } from '../../backends/backend.ts';

let opening: Promise<OpenBackend> | undefined;

/** One device for all tests of a file. */
export function openWebgpu(): Promise<OpenBackend> {
  // Imported late: the stock backend looks for `navigator.gpu` when it loads.
  opening ??= import('../../backends/webgpu.ts').then(({ webgpu }) => webgpu.open({}));
  return opening;
}
