/** WebGPU in Node: Dawn (package `webgpu`), on a real adapter or one that counts and computes nothing. */

/** Puts `navigator.gpu` in place, as a browser has it. */
export async function provideWebgpu(nullDevice: boolean): Promise<void> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create(nullDevice ? ['backend=null'] : []);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  if (!(await gpu.requestAdapter())) throw new Error('there is no WebGPU adapter');
}
