/**
 * The kernels on WebGPU, in Node: on Dawn (package `webgpu`), with a real adapter or with Chromium's
 * SwiftShader. Skipped, and it says so, where there is neither.
 */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { afterAll, describe, it } from 'vitest';
import type { Kernels } from '../../core/kernels.ts';
import { describeFirstLosses } from '../testing.ts';
import { describeKernels } from './testing.ts';

const CHROMIUM = '/usr/lib/chromium';

/**
 * Chromium brings a Vulkan loader and a driver that draws in software. The loader is loaded here and
 * kept (a flag that Node does not name), so that Dawn finds it under its name.
 */
function provideVulkan(): void {
  const driver = `${CHROMIUM}/vk_swiftshader_icd.json`;
  const loader = `${CHROMIUM}/libvulkan.so.1`;
  if (existsSync(driver)) process.env.VK_ICD_FILENAMES ??= driver;
  if (process.platform !== 'linux' || !existsSync(loader)) return;
  const RTLD_NODELETE = 0x1000;
  try {
    process.dlopen({ exports: {} }, loader, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch {
    // It is no addon of Node's, which is what this error says.
  }
}

/** Puts `navigator.gpu` in place, as a browser has it; why there is none otherwise. */
async function provideWebgpu(): Promise<string | undefined> {
  provideVulkan();
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
    return (await gpu.requestAdapter()) ? undefined : 'there is no adapter';
  } catch (error) {
    return String(error);
  }
}

const missing = await provideWebgpu();

let opening: Promise<Kernels> | undefined;

/** One device for all tests of this file. */
const openKernels = () => (opening ??= openDevice());

async function openDevice(): Promise<Kernels> {
  // Imported late: the stock backend looks for `navigator.gpu` when it loads.
  const { webgpu } = await import('../backends/webgpu.ts');
  const backend = await webgpu.open({});
  console.info(`WebGPU kernels tested on ${backend.adapter}`);
  return backend.kernels;
}

if (missing) {
  describe('kernels of WebGPU', () => {
    it.skip(`not tested: ${missing}`);
  });
} else {
  // WGSL promises no more of sine and cosine than an absolute error of 2^-11, 5e-4.
  describeKernels('WebGPU', openKernels, { sparse: false, runs: 5, sineTolerance: 2 ** -11 });
  describeFirstLosses('WebGPU', openKernels, 2e-3);
  // Dawn keeps the process alive until its instance is collected.
  afterAll(() => {
    Object.defineProperty(globalThis, 'navigator', { value: undefined, configurable: true });
  });
}
