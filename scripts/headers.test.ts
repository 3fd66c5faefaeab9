import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { datasets } from '../src/datasets/index.ts';
import { hosts } from '../src/library/hosts.ts';
import viteConfig from '../vite.config.ts';
import { headers, headersAddress, headersFile, isolationHeaders } from './headers.ts';

const policy = headers['Content-Security-Policy'];
const directive = (name: string) =>
  policy
    .split('; ')
    .find((each) => each.startsWith(`${name} `))
    ?.split(' ')
    .slice(1);

it('static hosts get the headers that the preview has: else run `npm run headers`', () => {
  expect(readFileSync(headersAddress, 'utf8')).toBe(headersFile());
  expect(viteConfig.preview?.headers).toEqual(headers);
});

it('the development server isolates the page, too', () => {
  expect(viteConfig.server?.headers).toEqual(isolationHeaders);
});

it('data come from the list of hosts alone, and every dataset’s are on it', () => {
  expect(directive('connect-src')).toEqual(["'self'", ...hosts.map(({ origin }) => origin)]);
  const asked = datasets.flatMap(({ download }) => download?.hosts ?? []);
  expect(asked.length).toBeGreaterThan(0);
  for (const host of asked) expect(directive('connect-src')).toContain(`https://${host}`);
});

it('nothing is allowed that is not named', () => {
  expect(directive('default-src')).toEqual(["'none'"]);
  expect(directive('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  expect(policy).not.toMatch(/\*(?!\.)|http:|'unsafe-eval'/);
});
