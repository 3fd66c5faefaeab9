/**
 * TensorFlow.js for Node as a bundler makes it for a page, from its modules. The build that Node finds by
 * itself registers no gradients, and its loops are written for browsers of 2015, and slower.
 */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { bundleFolder, tensorflowBundle } from './tensorflowBundle.ts';

export async function bundleTensorflow(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { mainFields: ['module', 'main'] },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('tensorflowModules.ts', import.meta.url)),
      outDir: bundleFolder,
      emptyOutDir: true,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: basename(tensorflowBundle) } },
    },
  });
}
