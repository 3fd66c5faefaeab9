import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { fetchFrom } from '../e2e/hosts/nodeFetch.ts';
import { startHosts, type HostsServer } from '../e2e/hosts/server.ts';
import { defineDownloaded } from '../src/datasets/downloaded.ts';
import { datasets } from '../src/datasets/index.ts';
import { typefaces } from '../src/datasets/typefaces.ts';
import { findOwnCopies } from '../src/library/ownCopies.ts';
import { runDatasets, type Surroundings } from './datasets.ts';

const address = 'https://raw.githubusercontent.com/someone/small/master/';
const contents = { 'images.gz': Buffer.alloc(200_000, 7), 'labels.gz': Buffer.alloc(3_000, 8) };
const small = defineDownloaded({
  ...{ id: 'small', label: 'Small', summary: 'Small.', reference: 'The test', source: 'the test' },
  ...{ licence: 'CC0', classNames: ['a', 'b'], height: 8, width: 8, channels: 1 },
  ...{ trainCount: 60, testCount: 30 },
  files: Object.entries(contents).map(([name, bytes]) => ({
    ...{ name, bytes: bytes.length, urls: [address + name] },
    integrity: { sha256: createHash('sha256').update(bytes).digest('hex') },
  })),
});

let server: HostsServer;
let folder: string;
let lines: string[];
beforeAll(async () => {
  server = await startHosts({ secure: false });
});
afterAll(() => server.close());
beforeEach(() => {
  server.mend();
  server.requests.length = 0;
  lines = [];
  for (const [name, bytes] of Object.entries(contents)) server.put(address + name, { bytes });
  folder = mkdtempSync(join(tmpdir(), 'downloads-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (args: string[], changes: Partial<Surroundings> = {}) =>
  runDatasets(args, {
    list: [typefaces, small],
    folder,
    partsFolder: join(folder, 'parts'),
    fetch: fetchFrom(server),
    signal: new AbortController().signal,
    terminal: { print: (line) => lines.push(line), progress: () => {} },
    ...changes,
  });

const pathOf = (name: string) => join(folder, 'small', `${name}.bin`);

it('lists what can be fetched, and nothing else', async () => {
  expect(await run(['list'], { list: datasets })).toBe(0);
  const text = lines.join('\n');
  for (const part of ['mnist', 'fashion-mnist', 'kmnist', 'cifar10', '11.6 MB', 'CC BY-SA']) {
    expect(text).toContain(part);
  }
  expect(text).not.toContain('typefaces');
});

it('says how it is called where it is called otherwise', async () => {
  for (const args of [[], ['fetch'], ['delete', 'small']]) {
    expect(await run(args)).toBe(1);
    expect(lines.at(-1)).toContain('list | fetch <id> … | check');
  }
  expect(await run(['fetch', 'imagenet'])).toBe(1);
  expect(lines.at(-1)).toContain('"imagenet"');
});

it('fetches files to where the page finds them, once', async () => {
  expect(await run(['fetch', 'small'])).toBe(0);
  for (const [name, bytes] of Object.entries(contents)) {
    expect(readFileSync(pathOf(name)).equals(bytes)).toBe(true);
  }
  expect(await readdir(join(folder, 'parts'))).toEqual([]);
  expect(server.requests).toHaveLength(2);
  expect(await run(['fetch', 'small'])).toBe(0);
  expect(server.requests).toHaveLength(2);
  expect(await run(['check'])).toBe(0);

  const asLab = async () => new Response(readFileSync(join(folder, 'index.json')));
  const own = await findOwnCopies('small', {
    ...{ fetch: asLab, signal: new AbortController().signal, ownFolder: 'https://lab/downloads/' },
  });
  expect(own('images.gz')).toEqual(['https://lab/downloads/small/images.gz.bin']);
});

it('goes on with what broke off', async () => {
  server.fail(`${address}images.gz`, 'slow');
  const controller = new AbortController();
  let seen = 0;
  const terminal = {
    print: (line: string) => lines.push(line),
    progress: (line: string | null) => {
      if (line !== null && ++seen === 3) controller.abort();
    },
  };
  expect(await run(['fetch', 'small'], { signal: controller.signal, terminal })).toBe(1);
  expect(lines.at(-1)).toContain('cancelled');
  server.mend();
  server.requests.length = 0;
  expect(await run(['fetch', 'small'])).toBe(0);
  expect(server.requests[0]!.range).toMatch(/^bytes=[1-9]\d*-$/);
});

it('refuses wrong bytes, and says how to go on by hand', async () => {
  server.fail(`${address}labels.gz`, 'wrong');
  expect(await run(['fetch', 'small'])).toBe(1);
  expect(lines.at(-1)).toContain(`put it at ${pathOf('labels.gz')}`);
  expect(await run(['check', 'small'])).toBe(1);
  expect(lines.slice(-2)).toEqual(['small/images.gz: sound', 'small/labels.gz: not here']);
  writeFileSync(pathOf('labels.gz'), contents['labels.gz']);
  expect(await run(['fetch', 'small'])).toBe(0);
});

it('finds a file that was damaged since', async () => {
  await run(['fetch', 'small']);
  writeFileSync(pathOf('images.gz'), Buffer.alloc(200_000));
  expect(await run(['check'])).toBe(1);
  expect(lines).toContain('small/images.gz: damaged: delete it and fetch again');
});
