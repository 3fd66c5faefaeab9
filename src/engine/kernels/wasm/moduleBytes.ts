/** The two builds of the module, from wherever the lab itself came: a server, or files in Node. */
export type Build = 'plain' | 'fused';

export async function moduleBytes(build: Build): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(`../../../../assembly/build/${build}.wasm`, import.meta.url);
  return url.protocol === 'file:' ? readInNode(url) : request(url);
}

async function request(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function readInNode(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = await import(/* @vite-ignore */ 'node:fs/promises');
  const v8 = await import(/* @vite-ignore */ 'node:v8');
  v8.setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 has it, but waits to be asked
  return new Uint8Array(await readFile(url));
}
