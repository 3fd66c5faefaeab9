/** Contenders in workers of a page in Chromium, built as the lab's own page is, cross-origin isolated. */
import { chromium } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { findChromium } from '../../scripts/browser.mjs';
import { isolationHeaders } from '../../scripts/headers.ts';
import type { BenchPage } from '../page/page.ts';
import { selfContainedThreads } from '../page/selfContainedThreads.ts';
import type { Order, Session } from './contender.ts';
import type { WorkerContender } from './worker.ts';

declare const bench: BenchPage;

export interface ChromiumPlace {
  open(contender: WorkerContender, order: Order): Promise<Session>;
  close(): Promise<void>;
}

const PORT = 4397;
const root = fileURLToPath(new URL('../page/', import.meta.url));
const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));
const outDir = fileURLToPath(
  new URL('../../node_modules/.cache/coordinet-bench/page/', import.meta.url),
);

const launchArguments = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-unsafe-swiftshader',
];

export async function openChromium(): Promise<ChromiumPlace> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('there is no Chromium here');
  await build({
    root,
    configFile,
    logLevel: 'error',
    worker: { plugins: () => [selfContainedThreads()] },
    build: { outDir, emptyOutDir: true },
  });
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { port: PORT, strictPort: true, headers: isolationHeaders },
  });
  const browser = await chromium.launch({ executablePath, args: launchArguments });
  const page = await browser.newPage();
  await page.goto(`http://localhost:${PORT}/`);
  await page.waitForFunction(() => 'bench' in globalThis);
  return {
    async open(contender, order) {
      const id = await page.evaluate(() => bench.start());
      const threads = await page.evaluate(([own, name, wanted]) => bench.open(own, name, wanted), [
        id,
        contender,
        order,
      ] as const);
      return {
        threads,
        steps: (count) =>
          page.evaluate(([own, steps]) => bench.steps(own, steps), [id, count] as const),
        dispose: () => page.evaluate((own) => bench.end(own), id),
      };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
