/** The kernels on WebGPU, in Node. Skipped, and it says so, where there is no adapter. */
import { afterAll, describe, expect, it } from 'vitest';
import { describeFirstLosses } from '../testing.ts';
import { describeKernels } from './testing.ts';
import { dropWebgpu, provideWebgpu } from '../../headless/nodeWebgpu.ts';
import { openWebgpu } from './webgpu/testing.ts';

const missing = await provideWebgpu();
const openKernels = async () => (await openWebgpu()).kernels;

if (missing) {
  describe('kernels of WebGPU', () => {
    it.skip(`not tested: ${missing}`);
  });
} else {
  console.info(`WebGPU kernels tested on ${(await openWebgpu()).adapter}`);
  // WGSL promises no more of sine and cosine than an absolute error of 2^-11, 5e-4.
  describeKernels('WebGPU', openKernels, { sparse: false, runs: 5, sineTolerance: 2 ** -11 });
  describeFirstLosses('WebGPU', openKernels, 2e-3);
  it('refused no command', async () => {
    expect((await openWebgpu()).fault()).toBeUndefined();
  });
  afterAll(dropWebgpu);
}
