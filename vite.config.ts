import react from '@vitejs/plugin-react';
import { execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { headers, isolationHeaders } from './scripts/headers.ts';

const { version } = JSON.parse(
  readFileSync(new URL('./package.json', import.meta.url), 'utf8'),
) as { version: string };

/** The commit that a result names; `unknown` outside a git checkout. */
function commit(): string {
  try {
    return execSync('git rev-parse --short HEAD', { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}

export default defineConfig({
  base: './', // the built site works from any folder of a host
  plugins: [react()],
  define: {
    'import.meta.env.LAB_VERSION': JSON.stringify(version),
    'import.meta.env.LAB_COMMIT': JSON.stringify(commit()),
  },
  worker: { format: 'es' },
  build: { target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 1600 },
  server: { headers: isolationHeaders },
  preview: { headers },
  // Scanned at the start: what only the worker imports would otherwise reload the page under the user.
  optimizeDeps: { entries: ['index.html', 'src/worker.ts', 'src/libraryWorker.ts'] },
});
