/** WebGPU in Node: Dawn (package `webgpu`), on a real adapter or Chromium's that draws in software. */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';

const CHROMIUM = '/usr/lib/chromium';

/** Puts `navigator.gpu` in place, as a browser has it. */
export async function provideWebgpu(nullDevice: boolean): Promise<void> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create(nullDevice ? ['backend=null'] : []);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  if (!(await gpu.requestAdapter())) throw new Error('there is no WebGPU adapter');
}

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
