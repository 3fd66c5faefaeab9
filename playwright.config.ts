import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/browser.mjs';

const PORT = 4391;
const preview = `npx vite preview --port ${PORT} --strictPort`;
const executablePath = await findChromium();

/**
 * The built site as a host would serve it, in the Chromium of this machine. One worker: training
 * tests would slow each other down. Nothing is tried twice; a test that fails at times is a fault.
 */
export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}/`,
    viewport: { width: 1440, height: 900 },
    // No snapshots: taking them fetches blob: addresses, which the page's own policy forbids.
    trace: { mode: 'retain-on-failure', snapshots: false },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--enable-unsafe-swiftshader',
      ],
    },
  },
  webServer: {
    command: process.env.LAB_IS_BUILT ? preview : `npx vite build && ${preview}`,
    url: `http://localhost:${PORT}/`,
    reuseExistingServer: false,
    timeout: 180_000,
  },
});
