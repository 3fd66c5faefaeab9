/**
 * The lab's own WebAssembly module, with threads where the page is cross-origin isolated, and in Node.
 */
import { createWasmKernels } from '../kernels/wasm/kernels.ts';
import { openModule, type WasmModule } from '../kernels/wasm/module.ts';
import { noFault, type Backend, type BackendSettings } from './backend.ts';

/** The one in use: opening another ends its threads. */
let current: WasmModule | undefined;

export const wasm: Backend = {
  id: 'wasm',
  label: 'WASM',
  async open({ threads: wanted }: BackendSettings) {
    current?.close();
    current = await openModule(mayShare() ? Math.min(wanted ?? cores ?? 1, cores ?? Infinity) : 1);
    const { threads, build } = current;
    return {
      kernels: createWasmKernels(current),
      label: `WASM · ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      threads,
      adapter: build === 'fused' ? 'SIMD with fused multiply-add' : 'SIMD',
      software: false,
      fault: noFault,
    };
  },
};

/** Memory may be handed to other threads in an isolated page, and in Node. */
const mayShare = () => globalThis.crossOriginIsolated !== false;
/** Unknown in older versions of Node, which then get one thread unless more are asked for. */
const cores = globalThis.navigator?.hardwareConcurrency;
