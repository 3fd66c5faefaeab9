/**
 * WebGPU in Node, on Dawn (package `webgpu`), with a real adapter or with Chromium's SwiftShader: for
 * the command line, the tests and the bench.
 */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { LabError } from '../core/errors.ts';

const CHROMIUM = '/usr/lib/chromium';

/**
 * Chromium brings a Vulkan loader and a driver that draws in software. The loader is loaded here and
 * kept (a flag that Node does not name), so that Dawn finds it under its name. To be called in the main
 * thread, before there are workers: their environment is a copy.
 */
export function provideVulkan(): void {
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
export async function provideWebgpu(): Promise<string | undefined> {
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

/** As above; throws a LabError where there is no WebGPU. */
export async function expectWebgpu(): Promise<void> {
  const missing = await provideWebgpu();
  if (missing === undefined) return;
  dropWebgpu();
  throw new LabError('no-webgpu', {
    found: `no WebGPU in Node: ${missing}`,
    expected: 'an adapter that Dawn finds: on Linux a Vulkan driver, in hardware or in software',
    fix: 'install one (VK_ICD_FILENAMES names its file), or take --backend wasm',
  });
}

/** Dawn keeps the process alive until its instance is collected. */
export function dropWebgpu(): void {
  Object.defineProperty(globalThis, 'navigator', { value: undefined, configurable: true });
}
