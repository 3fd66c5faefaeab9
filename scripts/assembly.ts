/**
 * Builds the WebAssembly module (assembly/) into assembly/build/, where it is committed: `plain` for
 * every browser with vector instructions, `fused` for those with relaxed ones, whose multiply-add
 * doubles the speed of products. A test builds both again and compares the bytes.
 *
 *   npm run assembly
 */
import { main } from 'assemblyscript/asc';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const builds = { plain: ['simd', 'threads'], fused: ['simd', 'threads', 'relaxed-simd'] };
export const buildFolder = new URL('../assembly/build/', import.meta.url);

const root = fileURLToPath(new URL('../', import.meta.url));

/** Constants of the module lie behind the threads' control block and before the heap. */
const MEMORY_BASE = 32768;

export async function build(features: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const options = [
    ['assembly/index.ts', '--outFile', 'module.wasm', '--baseDir', root],
    ['-O3', '--noAssert', '--runtime', 'stub', '--memoryBase', `${MEMORY_BASE}`],
    ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    ['--disableWarning', '112'], // of vectors handed to JavaScript: they only pass between files
    features.flatMap((feature) => ['--enable', feature]),
  ].flat();
  const { error, stderr } = await main(options, {
    writeFile(_, contents) {
      binary = contents as Uint8Array;
    },
  });
  const complaints = stderr.toString();
  if (error || !binary || complaints) throw new Error(`${error?.message ?? ''}\n${complaints}`);
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(buildFolder, { recursive: true });
  for (const [name, features] of Object.entries(builds)) {
    const binary = await build(features);
    await writeFile(new URL(`${name}.wasm`, buildFolder), binary);
    console.log(`${name}.wasm  ${binary.length} bytes`);
  }
}
