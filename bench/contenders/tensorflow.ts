/** The stock TensorFlow.js with its gradients, on one of its backends. */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import type * as TensorflowModules from './tensorflowModules.ts';
import type { libraryBackend } from './contender.ts';

type LibraryBackend = ReturnType<typeof libraryBackend>;

export interface OpenTensorflow {
  readonly tf: typeof TensorFlow;
  readonly threads: number;
}

interface WasmPackage {
  setWasmPaths(paths: string | Record<string, string>): void;
  getThreadsCount(): number;
}

const isBundled = import.meta.env !== undefined;

export async function openTensorflow(
  backend: LibraryBackend,
  threads: number,
): Promise<OpenTensorflow> {
  const { tf, backendModules } = await loadTensorflow();
  tf.enableProdMode();
  const found = await backendModules[backend]!();
  const wasm = backend === 'wasm' ? (found as WasmPackage) : undefined;
  wasm?.setWasmPaths(await wasmPaths());
  if (wasm) askForThreads(threads);
  if (!(await tf.setBackend(backend))) throw new Error(`its ${backend} backend did not start`);
  // Counting is only possible where the module has threads.
  const isThreaded = wasm && globalThis.crossOriginIsolated === true && threads > 1;
  return { tf, threads: isThreaded ? wasm.getThreadsCount() : 1 };
}

/** From the bundle in Node (bundleTensorflow.ts), else as modules. */
async function loadTensorflow(): Promise<typeof TensorflowModules> {
  if (isBundled) return import('./tensorflowModules.ts');
  const { createRequire } = await import(/* @vite-ignore */ 'node:module');
  const { tensorflowBundle } = await import(/* @vite-ignore */ './tensorflowBundle.ts');
  return createRequire(import.meta.url)(tensorflowBundle) as never;
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
