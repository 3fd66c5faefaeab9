/**
 * What a server says of the page along with it: the headers of `vite preview`, and of static hosts
 * that read public/_headers (Netlify, Cloudflare Pages, GitLab Pages).
 *
 *   isolation   WebAssembly gets threads only with both of the first two
 *   policy      scripts from here alone, data from src/library/hosts.ts alone: what a person drops
 *               on the page has nowhere to go
 *
 * The policy has to be a header: a <meta> does not reach workers. The development server goes
 * without it, since Vite writes scripts and styles into the page there.
 *
 * `npm run headers` writes public/_headers anew; a test compares.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { hosts } from '../src/library/hosts.ts';

export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const policy: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"], // the lab's own module, and no other eval
  'worker-src': ["'self'"],
  'style-src': ["'self'"],
  'style-src-attr': ["'unsafe-inline'"], // Plotly's bold text and crisp heatmaps
  'img-src': ["'self'", 'data:', 'blob:'],
  'media-src': ["'self'", 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", ...hosts.map(({ origin }) => origin)],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

export const headers = {
  ...isolationHeaders,
  'Content-Security-Policy': Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; '),
};

export const headersAddress = new URL('../public/_headers', import.meta.url);

export function headersFile(): string {
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return `/*\n${lines.join('\n')}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(headersAddress, headersFile());
}
