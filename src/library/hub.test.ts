import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putOnHub } from '../../e2e/hosts/hub.ts';
import { fetchFrom } from '../../e2e/hosts/nodeFetch.ts';
import { startHosts, type HostsServer } from '../../e2e/hosts/server.ts';
import { codeOf } from '../core/errors.ts';
import { isListed } from './hosts.ts';
import { lookUp } from './hub.ts';
import type { HubAccess } from './hubAnswers.ts';

const id = 'zalando-datasets/fashion_mnist';
const about = `https://huggingface.co/api/datasets/${id}`;
const tree = `${about}/tree/refs%2Fconvert%2Fparquet`;
const [first, second, test] = ['first', 'second part', 'test'].map((text) => Buffer.from(text));

let server: HostsServer;
let access: HubAccess;
beforeAll(async () => {
  server = await startHosts({ secure: false });
});
afterAll(() => server.close());
beforeEach(() => {
  server.mend();
  server.requests.length = 0;
  access = {
    fetch: fetchFrom(server),
    signal: new AbortController().signal,
    pause: async () => {},
  };
  putOnHub(server, {
    id,
    licence: 'mit',
    configurations: {
      fashion_mnist: { train: [first!, second!], test: [test!] },
      small: { 'partial-train': [first!] },
    },
    rows: { fashion_mnist: { train: 60_000 } },
  });
});

async function faultOf(asked = id): Promise<unknown> {
  return lookUp(asked, access).then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error,
  );
}

describe('what a dataset of the Hub holds', () => {
  it('is listed by configuration and split, with sizes, rows and licence', async () => {
    const { listing } = await lookUp(id, access);
    expect(listing).toEqual({
      id,
      revision: '1234567890'.repeat(4),
      licence: 'mit',
      configurations: [
        {
          name: 'fashion_mnist',
          splits: [
            { name: 'test', bytes: 4, rows: null },
            { name: 'train', bytes: 16, rows: 60_000 },
          ],
        },
        { name: 'small', splits: [{ name: 'partial-train', bytes: 5, rows: null }] },
      ],
    });
    expect(server.requests).toHaveLength(2);
  });

  it('names its files in the order of their rows, with what checks them', async () => {
    const files = (await lookUp(id, access)).files('fashion_mnist', 'train');
    expect(files.map(({ name }) => name)).toEqual([
      'fashion_mnist/train/0000.parquet',
      'fashion_mnist/train/0001.parquet',
    ]);
    expect(files[1]).toEqual({
      name: 'fashion_mnist/train/0001.parquet',
      bytes: second!.length,
      urls: [
        `https://huggingface.co/datasets/${id}/resolve/refs%2Fconvert%2Fparquet/fashion_mnist/train/0001.parquet`,
      ],
      integrity: { sha256: createHash('sha256').update(second!).digest('hex') },
    });
  });

  it('is read to the last page of its listing', async () => {
    const many = Array.from({ length: 5 }, (_, index) => Buffer.from(`file ${index}`));
    putOnHub(server, { id, configurations: { default: { train: many } }, page: 2 });
    expect((await lookUp(id, access)).files('default', 'train')).toHaveLength(5);
    expect(server.requests).toHaveLength(5); // seven entries on four pages, and the dataset itself
  });

  it('may have a card that says nothing, and a name without an owner', async () => {
    putOnHub(server, { id: 'mnist', configurations: { mnist: { train: [first!] } } });
    const { listing } = await lookUp('mnist', access);
    expect(listing.licence).toBeNull();
    expect(listing.configurations[0]!.splits[0]!.rows).toBeNull();
  });

  it('leaves out of the listing what is no parquet file with a checksum', async () => {
    const good = { type: 'file', path: 'a/train/0000.parquet', size: 5 };
    server.put(tree, {
      status: 200,
      json: [
        null,
        { ...good, oid: 'ab'.repeat(20) },
        { ...good, path: 'a/test/0000.parquet', lfs: { oid: 'no hash', size: 5 } },
        { ...good, path: 'a/test/../0000.parquet', oid: 'ab'.repeat(20) },
        { ...good, path: 'a/test/0001.parquet', size: -1, oid: 'ab'.repeat(20) },
        { ...good, type: 'directory', path: 'a/test' },
      ],
    });
    const { listing, files } = await lookUp(id, access);
    expect(listing.configurations).toEqual([
      { name: 'a', splits: [{ name: 'train', bytes: 5, rows: null }] },
    ]);
    expect(files('a', 'train')[0]!.integrity).toEqual({ gitBlob: 'ab'.repeat(20) });
  });
});

describe('an id', () => {
  it.each([
    '',
    'a/b/c',
    '../etc',
    'a b',
    'a/b?c',
    'ünï/code',
    'a/',
    'a/b#c',
    'a--b/c',
    '-a/b',
    'x'.repeat(97),
  ])('"%s" is refused before anything is asked', async (bad) => {
    expect(codeOf(await faultOf(bad))).toBe('hub-id');
    expect(server.requests).toEqual([]);
  });
});

describe('a fault of the Hub', () => {
  it.each([
    ['missing', 'hub-unknown'],
    ['refused', 'hub-unknown'],
    ['server', 'hub-fault'],
    ['page', 'hub-fault'],
    ['cut', 'hub-unreachable'],
  ] as const)('%s: %s', async (fault, code) => {
    server.fail(about, fault);
    expect(codeOf(await faultOf())).toBe(code);
  });

  it('no parquet files: says that they can be downloaded by hand', async () => {
    server.fail(tree, 'missing');
    const fault = await faultOf();
    expect(codeOf(fault)).toBe('hub-no-parquet');
    expect(String(fault)).toContain(
      `download its files from https://huggingface.co/datasets/${id}`,
    );
  });

  it('a dataset that asks people in: says so before its files are asked for', async () => {
    putOnHub(server, { id, gated: 'manual', configurations: { default: { train: [first!] } } });
    expect(codeOf(await faultOf())).toBe('hub-gated');
    expect(server.requests).toHaveLength(1);
  });

  it('a connection that fails once is tried again', async () => {
    server.fail(about, 'cut', 1);
    expect((await lookUp(id, access)).listing.id).toBe(id);
    expect(server.requests).toHaveLength(3);
  });

  it('silence is not waited for without end', async () => {
    server.fail(about, 'silent');
    access = { ...access, silenceMs: 50 };
    expect(codeOf(await faultOf())).toBe('hub-unreachable');
  });

  it('ends at once when it is cancelled', async () => {
    server.fail(about, 'silent');
    const controller = new AbortController();
    access = { ...access, signal: controller.signal };
    const asking = faultOf();
    controller.abort();
    expect(codeOf(await asking)).toBe('cancelled');
  });
});

it('the list of hosts knows where the Hub’s files come from, and nobody else', () => {
  for (const url of [
    ...['https://huggingface.co/api/datasets/a', 'https://us.aws.cdn.hf.co/xet-bridge-us/1'],
    ...['https://cas-bridge.xethub.hf.co/a', 'https://cdn-lfs-us-1.huggingface.co/a'],
  ]) {
    expect(isListed(url)).toBe(true);
  }
  for (const url of [
    ...['https://evilhf.co/a', 'https://hf.co.evil.example/a', 'http://us.aws.cdn.hf.co/a'],
    ...['https://huggingface.co:444/a', 'https://example.com/hf.co'],
  ]) {
    expect(isListed(url)).toBe(false);
  }
});
