/** Where the two builds of the module lie: bundled assets in the page, files in Node. */
import { inNode } from './inNode.ts';

export type Build = 'plain' | 'fused';

const assets: Record<Build, () => Promise<{ default: string }>> = {
  plain: () => import('../../../../assembly/build/plain.wasm?url'),
  fused: () => import('../../../../assembly/build/fused.wasm?url'),
};

export async function moduleBytes(build: Build): Promise<Uint8Array<ArrayBuffer>> {
  if (inNode()) {
    const { readFile } = await import(/* @vite-ignore */ 'node:fs/promises');
    const v8 = await import(/* @vite-ignore */ 'node:v8');
    v8.setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 has it, but waits to be asked
    const file = new URL(`../../../../assembly/build/${build}.wasm`, import.meta.url);
    return new Uint8Array(await readFile(file));
  }
  const { default: url } = await assets[build]();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
