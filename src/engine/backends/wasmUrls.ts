/** Where the WebAssembly modules lie: bundled assets in the page, package files in Node. */
const names = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
] as const;

export async function wasmUrls(): Promise<Record<(typeof names)[number], string>> {
  const urls = inNode() ? await packageFiles() : await bundledAssets();
  return Object.fromEntries(names.map((name, i) => [name, urls[i]!])) as Record<
    (typeof names)[number],
    string
  >;
}

const inNode = () => typeof process !== 'undefined' && process.versions?.node !== undefined;

async function bundledAssets(): Promise<string[]> {
  const assets = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'),
  ]);
  return assets.map((asset) => asset.default);
}

async function packageFiles(): Promise<string[]> {
  const { createRequire } = await import(/* @vite-ignore */ 'node:module');
  const { dirname, join } = await import(/* @vite-ignore */ 'node:path');
  const entry = createRequire(import.meta.url).resolve(
    '@tensorflow/tfjs-backend-wasm/package.json',
  );
  return names.map((name) => join(dirname(entry), 'wasm-out', name));
}
