/** One thread's instance of the module on the shared memory. */

/** The functions of assembly/index.ts: addresses, counts and flags in, perhaps a number out. */
export type Exports = Readonly<Record<string, (...given: number[]) => number>>;

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Exports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
}
