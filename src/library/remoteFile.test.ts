import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fetchFrom } from '../../e2e/hosts/nodeFetch.ts';
import { startHosts, type HostsServer } from '../../e2e/hosts/server.ts';
import { codeOf } from '../core/errors.ts';
import type { RemoteFile } from '../datasets/dataset.ts';
import { remoteFile } from './remoteFile.ts';
import { createMemoryDownloads } from './testing.ts';

const url =
  'https://huggingface.co/datasets/a/b/resolve/refs%2Fconvert%2Fparquet/x/train/0000.parquet';
const stored = 'https://us.aws.cdn.hf.co/xet-bridge-us/1';
const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * index) % 251);
const file: RemoteFile = {
  ...{ name: 'x/train/0000.parquet', bytes: bytes.length, urls: [url] },
  integrity: { sha256: createHash('sha256').update(bytes).digest('hex') },
};

let server: HostsServer;
beforeAll(async () => {
  server = await startHosts({ secure: false });
});
afterAll(() => server.close());
beforeEach(() => {
  server.mend();
  server.requests.length = 0;
  server.put(url, { redirect: `${stored}?Signature=abc` });
  server.put(stored, { bytes });
});

function source() {
  let fetched = 0;
  const remote = remoteFile(
    { file, path: 'train/0000.parquet', name: 'a/b › 0000.parquet', fallback: 'do it by hand' },
    {
      fetch: fetchFrom(server),
      kept: createMemoryDownloads().store,
      signal: new AbortController().signal,
      pause: async () => {},
    },
    (more) => (fetched += more),
  );
  return { remote, fetched: () => fetched };
}

const ranges = () => server.requests.map(({ range }) => range).filter((range) => range !== null);

it('asks for the parts that are read, behind the redirect', async () => {
  const { remote, fetched } = source();
  expect([remote.path, remote.size]).toEqual(['train/0000.parquet', 100_000]);
  expect(await remote.slice(99_000, 100_000)).toEqual(bytes.slice(99_000));
  expect(await remote.slice(10, 20)).toEqual(bytes.slice(10, 20));
  expect(await remote.slice(99_990, 200_000)).toEqual(bytes.slice(99_990));
  expect(await remote.slice(20, 20)).toEqual(new Uint8Array(0));
  expect(server.requests.map((each) => each.url.split('?')[0])).toEqual([
    url,
    stored,
    url,
    stored,
    url,
    stored,
  ]);
  expect(fetched()).toBe(1020);
});

it('goes on with a part that was cut', async () => {
  server.fail(stored, 'cut-part', 1);
  expect(await source().remote.slice(1000, 3000)).toEqual(bytes.slice(1000, 3000));
  expect(ranges().filter((_, index) => index % 2 === 1)).toEqual([
    ...['bytes=1000-2999', 'bytes=2000-2999'],
  ]);
});

it('fetches all of it, once and checked, where the server sends no parts', async () => {
  server.fail(stored, 'no-ranges');
  const { remote, fetched } = source();
  expect(await remote.slice(10, 20)).toEqual(bytes.slice(10, 20));
  expect(await remote.slice(30, 40)).toEqual(bytes.slice(30, 40));
  expect(Buffer.compare(await remote.read(), bytes)).toBe(0);
  expect(fetched()).toBe(100_000);
  expect(server.requests).toHaveLength(4);
});

it('that came whole but wrong is refused', async () => {
  server.fail(stored, 'wrong');
  const { remote } = source();
  const fault: unknown = await remote.read().catch((error: unknown) => error);
  expect(codeOf(fault)).toBe('download-wrong-bytes');
  server.mend();
  expect(Buffer.compare(await remote.read(), bytes)).toBe(0);
});

it('names a part that does not come', async () => {
  server.fail(stored, 'refused');
  const fault: unknown = await source()
    .remote.slice(0, 10)
    .catch((error: unknown) => error);
  expect(codeOf(fault)).toBe('download-refused');
  expect(String(fault)).toContain('x/train/0000.parquet');
});
