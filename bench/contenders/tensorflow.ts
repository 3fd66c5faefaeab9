/**
 * The stock TensorFlow.js with its gradients, on one of its backends.
 *
 * Node finds the CommonJS build, which registers no gradients, and cannot load the modules that do; tsx
 * loads them through `require`. A bundler (Vite, Vitest) finds the whole at once.
 */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { libraryBackend } from './contender.ts';

type LibraryBackend = ReturnType<typeof libraryBackend>;

export interface OpenTensorflow {
  readonly tf: typeof TensorFlow;
  readonly threads: number;
}

type LoadBackend = (name: string) => Promise<unknown>;
interface WasmPackage {
  setWasmPaths(paths: string | Record<string, string>): void;
  getThreadsCount(): number;
}

const isBundled = import.meta.env !== undefined;

export async function openTensorflow(
  backend: LibraryBackend,
  threads: number,
): Promise<OpenTensorflow> {
  const { tf, loadBackend } = await (isBundled ? bundled() : required());
  tf.enableProdMode();
  const found = await loadBackend(backend);
  const wasm = backend === 'wasm' ? (found as WasmPackage) : undefined;
  wasm?.setWasmPaths(await wasmPaths());
  if (wasm) askForThreads(threads);
  if (!(await tf.setBackend(backend))) throw new Error(`its ${backend} backend did not start`);
  // Counting is only possible where the module has threads.
  const isThreaded = wasm && globalThis.crossOriginIsolated === true && threads > 1;
  return { tf, threads: isThreaded ? wasm.getThreadsCount() : 1 };
}

async function required(): Promise<{ tf: typeof TensorFlow; loadBackend: LoadBackend }> {
  const { createRequire } = await import(/* @vite-ignore */ 'node:module');
  const require = createRequire(import.meta.url);
  const tf = require('@tensorflow/tfjs-core') as typeof TensorFlow;
  require('@tensorflow/tfjs-core/dist/register_all_gradients');
  require('@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops');
  return { tf, loadBackend: async (name) => require(`@tensorflow/tfjs-backend-${name}`) };
}

async function bundled(): Promise<{ tf: typeof TensorFlow; loadBackend: LoadBackend }> {
  const tf = await import('@tensorflow/tfjs-core');
  const loaders: Record<string, () => Promise<unknown>> = {
    wasm: () => import('@tensorflow/tfjs-backend-wasm'),
    cpu: () => import('@tensorflow/tfjs-backend-cpu'),
    webgl: () => import('@tensorflow/tfjs-backend-webgl'),
    webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
  };
  return { tf, loadBackend: (name) => loaders[name]!() };
}

/** Where the modules of the installed package lie: bundled assets in a page, files in Node. */
async function wasmPaths(): Promise<string | Record<string, string>> {
  if (typeof process !== 'undefined' && process.versions?.node !== undefined) {
    const { createRequire } = await import(/* @vite-ignore */ 'node:module');
    const { dirname, join, sep } = await import(/* @vite-ignore */ 'node:path');
    const entry = createRequire(import.meta.url).resolve(
      '@tensorflow/tfjs-backend-wasm/package.json',
    );
    return join(dirname(entry), 'dist') + sep;
  }
  const assets = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'),
  ]);
  const names = ['', '-simd', '-threaded-simd'].map((kind) => `tfjs-backend-wasm${kind}.wasm`);
  return Object.fromEntries(names.map((name, i) => [name, assets[i]!.default]));
}

/** The module takes half of the cores that the browser names; it is told of twice those wanted. */
function askForThreads(threads: number): void {
  if (!globalThis.navigator) return;
  Object.defineProperty(globalThis.navigator, 'hardwareConcurrency', {
    value: 2 * threads,
    configurable: true,
  });
}
