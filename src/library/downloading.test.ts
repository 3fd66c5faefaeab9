import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { idxImages, idxLabels } from '../../e2e/files.ts';
import { fetchFrom } from '../../e2e/hosts/nodeFetch.ts';
import { parquetOfImages, pixelsOf } from '../../e2e/hosts/parquet.ts';
import { startHosts, type HostsServer } from '../../e2e/hosts/server.ts';
import { codeOf } from '../core/errors.ts';
import type { Dataset, DatasetSystem, RemoteFile } from '../datasets/dataset.ts';
import { defineDownloaded } from '../datasets/downloaded.ts';
import { decodePicture } from '../datasets/pictures/decode.ts';
import { typefaces } from '../datasets/typefaces.ts';
import type { StoredDatasetCard } from '../datasets/stored.ts';
import { decodeInNode } from '../headless/nodeDecoder.ts';
import { downloadDataset, type DownloadSurroundings } from './downloading.ts';
import type { LibraryProgress } from './library.ts';
import { createMemoryDownloads } from './testing.ts';

const folder = 'https://raw.githubusercontent.com/someone/small/master/';
const ownFolder = 'https://lab.example/downloads/';
const contents = {
  'train-images-idx3-ubyte.gz': gzipSync(idxImages(60)),
  'train-labels-idx1-ubyte.gz': gzipSync(idxLabels(60)),
  't10k-images-idx3-ubyte.gz': gzipSync(idxImages(30)),
  't10k-labels-idx1-ubyte.gz': gzipSync(idxLabels(30)),
};
const total = Object.values(contents).reduce((sum, { length }) => sum + length, 0);

/** As `git hash-object` does. */
const blobOf = (bytes: Buffer) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

const files = Object.entries(contents).map(([name, bytes]): RemoteFile => ({
  ...{ name, bytes: bytes.length, urls: [folder + name] },
  integrity: { gitBlob: blobOf(bytes) },
}));

function system(changes: Partial<Parameters<typeof defineDownloaded>[0]> = {}): DatasetSystem {
  return defineDownloaded({
    ...{ id: 'small', label: 'Small', summary: 'Small.', reference: 'The test' },
    ...{ source: 'the test', licence: 'CC0', classNames: ['a', 'b', 'c'] },
    ...{ height: 8, width: 8, channels: 1, trainCount: 60, testCount: 30, files },
    ...changes,
  });
}

let server: HostsServer;
beforeAll(async () => {
  server = await startHosts({ secure: false });
});
afterAll(() => server.close());
beforeEach(() => {
  server.mend();
  server.requests.length = 0;
  for (const [name, bytes] of Object.entries(contents)) server.put(folder + name, { bytes });
  server.put(`${ownFolder}index.json`, { status: 404, json: null });
});

function surroundings() {
  const stored: { dataset: Dataset; facts: unknown }[] = [];
  const { kept, store: keptStore } = createMemoryDownloads();
  const around: DownloadSurroundings = {
    fetch: fetchFrom(server),
    kept: keptStore,
    pause: async () => {},
    ownFolder,
    store: {
      read: async () => undefined,
      list: async () => [],
      async write(dataset, facts) {
        stored.push({ dataset, facts });
        return { id: dataset.id, ...facts } as StoredDatasetCard;
      },
    },
    decodePicture: () => Promise.reject(new Error('no pictures here')),
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
  return { around, kept, stored };
}

const never = new AbortController().signal;
const quiet = () => {};
const load = (around: DownloadSurroundings, wanted = system(), signal = never) =>
  downloadDataset(wanted, around, quiet, signal);
const asked = () => server.requests.map(({ url }) => url.split('/').at(-1));

async function codeOfFault(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => codeOf(error),
  );
}

describe('a dataset of the list', () => {
  it('is fetched, checked, read and stored under its own id and names', async () => {
    const { around, stored, kept } = surroundings();
    const told: LibraryProgress[] = [];
    await downloadDataset(system(), around, (progress) => told.push(progress), never);
    expect(stored).toHaveLength(1);
    const { dataset, facts } = stored[0]!;
    expect(dataset).toMatchObject({
      ...{ id: 'small', label: 'Small', height: 8, width: 8, channels: 1 },
      ...{ classNames: ['a', 'b', 'c'], source: 'the test', licence: 'CC0' },
    });
    expect([dataset.train.count, dataset.test.count]).toEqual([60, 30]);
    expect(Buffer.from(dataset.train.images)).toEqual(idxImages(60).subarray(16));
    expect([...dataset.test.labels]).toEqual(Array.from({ length: 30 }, (_, i) => i % 3));
    expect(facts).toEqual({ checked: '4 files, git blob ids', remarks: [] });
    expect(kept.size).toBe(0);
    const bytes = told.filter(({ what }) => what.startsWith('Downloading'));
    expect(bytes[0]).toEqual({
      ...{ what: 'Downloading train-images-idx3-ubyte.gz', done: 0, of: total, unit: 'bytes' },
    });
    expect(bytes.at(-1)).toMatchObject({ done: total, of: total });
  });

  it('may come in parquet files, as CIFAR-10 does', async () => {
    const { around, stored } = surroundings();
    const images = { side: 32, channels: 3, classNames: ['a', 'b', 'c'] } as const;
    const columns = { image: 'img', label: 'label' };
    const parquet = [
      ['train-00000-of-00001.parquet', parquetOfImages({ ...images, count: 30, columns })],
      ['test-00000-of-00001.parquet', parquetOfImages({ ...images, count: 9, first: 30, columns })],
    ] as const;
    for (const [name, bytes] of parquet) server.put(folder + name, { bytes });
    const colour = system({
      ...{ height: 32, width: 32, channels: 3, trainCount: 30, testCount: 9 },
      files: parquet.map(([name, bytes]) => ({
        ...{ name, bytes: bytes.length, urls: [folder + name] },
        integrity: { sha256: createHash('sha256').update(bytes).digest('hex') },
      })),
    });
    const decode: DownloadSurroundings['decodePicture'] = (file) =>
      decodePicture(file, decodeInNode);
    await load({ ...around, decodePicture: decode }, colour);
    const { dataset, facts } = stored[0]!;
    expect(facts).toMatchObject({ checked: '2 files, SHA-256' });
    const first = dataset.test.images.subarray(0, 32 * 32 * 3);
    expect(Buffer.compare(first, pixelsOf(30, { ...images, count: 9 }))).toBe(0);
    expect([...dataset.test.labels]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });

  it('of which a file does not come is not stored, and the next try asks for the rest alone', async () => {
    const { around, stored, kept } = surroundings();
    server.fail(folder + files[2]!.name, 'missing');
    expect(await codeOfFault(load(around))).toBe('download-missing');
    expect([stored.length, kept.size]).toEqual([0, 2]);
    server.mend();
    server.requests.length = 0;
    await load(around);
    expect(stored).toHaveLength(1);
    expect(asked()).toEqual(['index.json', files[2]!.name, files[3]!.name]);
  });

  it('whose bytes are others is refused before anything is read', async () => {
    const { around, stored } = surroundings();
    server.fail(folder + files[0]!.name, 'wrong');
    expect(await codeOfFault(load(around))).toBe('download-wrong-bytes');
    expect(stored).toEqual([]);
  });

  it('that is not what the list says of it is not stored', async () => {
    const { around, stored } = surroundings();
    expect(await codeOfFault(load(around, system({ trainCount: 61 })))).toBe('download-unexpected');
    expect(await codeOfFault(load(around, system({ width: 9 })))).toBe('download-unexpected');
    expect(await codeOfFault(load(around, system({ classNames: ['a', 'b'] })))).toBe('label-range');
    expect(await codeOfFault(load(around, typefaces))).toBe('nothing-to-download');
    expect(stored).toEqual([]);
  });

  it('for which there is no room keeps its files', async () => {
    const { around, kept } = surroundings();
    const full = { ...around.store, write: () => Promise.reject(new Error('full')) };
    await expect(load({ ...around, store: full })).rejects.toThrow('full');
    expect(kept.size).toBe(4);
  });
});

describe('files on the lab’s own server', () => {
  const own = (name: string) => `${ownFolder}small/${name}.bin`;
  beforeEach(() => {
    server.put(`${ownFolder}index.json`, { status: 200, json: { small: Object.keys(contents) } });
    for (const [name, bytes] of Object.entries(contents)) server.put(own(name), { bytes });
  });

  it('are taken, and no other server is asked', async () => {
    const { around, stored } = surroundings();
    await load(around);
    expect(stored).toHaveLength(1);
    expect(new Set(server.requests.map(({ url }) => new URL(url).host))).toEqual(
      new Set(['lab.example']),
    );
  });

  it('that are wrong or gone are fetched from elsewhere', async () => {
    const { around, stored } = surroundings();
    server.fail(own(files[0]!.name), 'wrong');
    server.fail(own(files[1]!.name), 'missing');
    await load(around);
    expect(stored).toHaveLength(1);
    expect(asked()).toHaveLength(7);
  });

  it.each([
    ['a start page', { bytes: Buffer.from('<!doctype html>'), type: 'text/html' }],
    ['another shape', { status: 200, json: { small: 'all' } }],
    ['nothing', { status: 200, json: null }],
  ])('%s in place of their list counts as none', async (_name, content) => {
    const { around, stored } = surroundings();
    server.put(`${ownFolder}index.json`, content);
    await load(around);
    expect(stored).toHaveLength(1);
    expect(asked()).toHaveLength(5);
  });
});
