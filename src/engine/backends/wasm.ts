/**
 * WebAssembly with SIMD, and with threads where the page is cross-origin isolated.
 *
 * The stock module takes half of `navigator.hardwareConcurrency` as its number of threads, so that
 * property is doubled for it before it loads.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { createWasmKernels } from '../kernels/wasm.ts';
import { noFault, type Backend, type BackendSettings } from './backend.ts';
import { wasmUrls } from './wasmUrls.ts';

/** Read once, before the property is shadowed. */
const cores = globalThis.navigator?.hardwareConcurrency ?? 1;

export const wasm: Backend = {
  id: 'wasm',
  label: 'WASM',
  async open({ threads: wanted }: BackendSettings) {
    const isolated = globalThis.crossOriginIsolated === true;
    askForThreads(isolated ? Math.min(wanted ?? cores, cores) : 1);
    const module = await import('@tensorflow/tfjs-backend-wasm');
    module.setWasmPaths(await wasmUrls());
    if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly module did not start');
    const threads = isolated ? module.getThreadsCount() : 1;
    return {
      kernels: createWasmKernels(tf.backend() as BackendWasm),
      label: `WASM · ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      threads,
      adapter: null,
      software: false,
      fault: noFault,
    };
  },
};

/** Shadows the property that the stock module halves. Harmless where there is no navigator (Node). */
function askForThreads(count: number): void {
  if (!globalThis.navigator) return;
  Object.defineProperty(globalThis.navigator, 'hardwareConcurrency', {
    value: 2 * count,
    configurable: true,
  });
}
