import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putOnHub, type HubPlace } from '../../e2e/hosts/hub.ts';
import { fetchFrom } from '../../e2e/hosts/nodeFetch.ts';
import { parquetOfImages, pixelsOf, type GivenImages } from '../../e2e/hosts/parquet.ts';
import { startHosts, type HostsServer } from '../../e2e/hosts/server.ts';
import { codeOf } from '../core/errors.ts';
import { createMemoryDatasets, createNodeLibrary } from '../headless/nodeLibrary.ts';
import { decodeInNode } from '../headless/nodeDecoder.ts';
import { breathe, now } from '../headless/nodeSurroundings.ts';
import { decodePicture } from '../datasets/pictures/decode.ts';
import type { HubChoice, ImportPreview, LibraryProgress } from './library.ts';
import { createNetwork } from './network.ts';
import { createMemoryDownloads } from './testing.ts';

const id = 'someone/bars';
const classNames = ['up', 'down', 'left'];
const grey: GivenImages = { count: 300, side: 8, channels: 1, classNames };
const first = parquetOfImages(grey);
const second = parquetOfImages({ ...grey, first: 300 });
const tested = parquetOfImages({ ...grey, count: 90, first: 600 });
const all: HubChoice = {
  ...{ id, configuration: 'default', trainSplit: 'train', testSplit: 'validation', most: null },
};

let server: HostsServer;
let places: HubPlace[];
beforeAll(async () => {
  server = await startHosts({ secure: false });
});
afterAll(() => server.close());
beforeEach(() => {
  server.mend();
  server.requests.length = 0;
  places = putOnHub(server, {
    id,
    licence: 'cc0-1.0',
    configurations: { default: { train: [first, second], validation: [tested] } },
  });
});

function someLibrary() {
  const { kept, store: keptStore } = createMemoryDownloads();
  const store = createMemoryDatasets();
  const around = {
    ...{ store, now, breathe, kept: keptStore, pause: async () => {} },
    decodePicture: (file: Parameters<typeof decodePicture>[0]) => decodePicture(file, decodeInNode),
    fetch: fetchFrom(server),
    ownFolder: 'https://lab.example/downloads/',
  };
  return { library: createNodeLibrary(store, { downloads: createNetwork(around) }), store, kept };
}

type SomeLibrary = ReturnType<typeof someLibrary>['library'];

async function read(
  library: SomeLibrary,
  choice: HubChoice,
  told: LibraryProgress[] = [],
): Promise<ImportPreview> {
  return library.preview({ from: 'hub', choice }, {}, (progress) => told.push(progress));
}

async function faultOf(choice: HubChoice): Promise<unknown> {
  return read(someLibrary().library, choice).then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error,
  );
}

const askedOf = ({ stored }: HubPlace) =>
  server.requests.filter(({ url }) => url.startsWith(stored));
const bytesFetched = () =>
  server.requests
    .map(({ range }) => /^bytes=(\d+)-(\d+)$/.exec(range ?? ''))
    .reduce((sum, match) => sum + (match ? Number(match[2]) + 1 - Number(match[1]) : 0), 0);

describe('all images of a dataset of the Hub', () => {
  it('are fetched whole, checked, read, and stored with their names, licence and origin', async () => {
    const { library, store, kept } = someLibrary();
    const told: LibraryProgress[] = [];
    const { token, understood } = await read(library, all, told);
    expect(understood).toMatchObject({
      ...{ format: 'Parquet', label: 'bars', height: 8, width: 8, channels: 1 },
      ...{ trainCount: 600, testCount: 90, remarks: [] },
    });
    expect(understood!.classes.map(({ name }) => name)).toEqual(classNames);
    expect(places.map((place) => askedOf(place).map(({ range }) => range))).toEqual([
      ...[[null], [null], [null]],
    ]);
    const total = first.length + second.length + tested.length;
    const bytes = told.filter(({ what }) => what.startsWith('Downloading'));
    expect(bytes.at(-1)).toMatchObject({ done: total, of: total });
    expect(kept.size).toBe(3);

    const card = await library.accept(token, understood!.label);
    expect(card).toMatchObject({
      source: `huggingface.co/datasets/${id} at 1234567, configuration default, splits train and validation`,
      licence: 'cc0-1.0',
      checked: '3 files, SHA-256 as the Hub states it',
    });
    expect(kept.size).toBe(0);
    const dataset = (await store.read(card.id))!;
    const sizeOf = (count: number) => count * 64;
    for (const index of [0, 299, 300, 599]) {
      const image = dataset.train.images.subarray(sizeOf(index), sizeOf(index + 1));
      expect(Buffer.compare(image, pixelsOf(index, grey))).toBe(0);
      expect(dataset.train.labels[index]).toBe(index % 3);
    }
    expect(Buffer.compare(dataset.test.images.subarray(0, 64), pixelsOf(600, grey))).toBe(0);
  });

  it('are refused where a file is not the one that the Hub lists', async () => {
    server.fail(places[1]!.stored, 'wrong');
    const fault = await faultOf(all);
    expect(codeOf(fault)).toBe('download-wrong-bytes');
    expect(String(fault)).toContain('default/train/0001.parquet');
    const sha256 = createHash('sha256').update(second).digest('hex');
    expect(String(fault)).toContain(sha256);
  });

  it('are divided where there is one split', async () => {
    const { understood } = await read(someLibrary().library, { ...all, testSplit: null });
    expect([understood!.trainCount, understood!.testCount]).toEqual([480, 120]);
  });

  it('may be in colour, in columns of other names', async () => {
    putOnHub(server, {
      id: 'someone/colour',
      configurations: {
        plain_text: {
          train: [
            parquetOfImages({
              ...{ ...grey, channels: 3 },
              columns: { image: 'img', label: 'fine_label' },
            }),
          ],
        },
      },
    });
    const { understood } = await read(someLibrary().library, {
      ...{ id: 'someone/colour', configuration: 'plain_text', trainSplit: 'train' },
      ...{ testSplit: null, most: null },
    });
    expect(understood).toMatchObject({ channels: 3, height: 8, width: 8 });
    expect(understood!.classes.map(({ name }) => name)).toEqual(classNames);
  });

  it('of more bytes than a page can hold are not begun', async () => {
    const huge = { type: 'file', path: 'default/train/0000.parquet', size: 2 ** 30 };
    server.put(`https://huggingface.co/api/datasets/${id}/tree/refs%2Fconvert%2Fparquet`, {
      status: 200,
      json: [{ ...huge, lfs: { oid: 'ab'.repeat(32), size: 2 ** 30 } }],
    });
    const fault = await faultOf({ ...all, testSplit: null });
    expect(codeOf(fault)).toBe('hub-too-large');
    expect(server.requests).toHaveLength(2);
  });
});

describe('the first images of each split', () => {
  const some: HubChoice = { ...all, most: 40 };

  it('cost the bytes of the first images alone, and it is said that these were not checked', async () => {
    const { library } = someLibrary();
    const { token, understood } = await read(library, some);
    expect([understood!.trainCount, understood!.testCount]).toEqual([40, 40]);
    expect(understood!.remarks.join()).toContain('could not be checked');
    expect(askedOf(places[0]!).every(({ range }) => range !== null)).toBe(true);
    expect(askedOf(places[0]!).length).toBeGreaterThan(0);
    const card = await library.accept(token, 'Bars');
    expect(card.checked).toBeNull();
    expect(card.source).toContain('the first 40 images of each');
  });

  it('of a large file cost little of it', async () => {
    const noise: GivenImages = { ...grey, count: 1500, side: 32, channels: 3, isNoise: true };
    const large = parquetOfImages(noise);
    expect(large.length).toBeGreaterThan(4_000_000);
    putOnHub(server, { id, configurations: { default: { train: [large] } } });
    const { understood } = await read(someLibrary().library, { ...some, testSplit: null });
    expect(understood!.trainCount + understood!.testCount).toBe(40);
    expect(bytesFetched() / 2).toBeLessThan(1_000_000); // each is asked for twice: a redirect
  });

  it('that take more bytes than a page can hold are refused before these are fetched', async () => {
    const bytes = new Uint8Array(600e6); // never touched but at its ends
    bytes.set(new TextEncoder().encode('PAR1'));
    bytes.set(new TextEncoder().encode('PAR1'), bytes.length - 4);
    new DataView(bytes.buffer).setUint32(bytes.length - 8, 590e6, true); // of its footer
    const path = 'default/train/0000.parquet';
    const tree = `refs%2Fconvert%2Fparquet`;
    server.put(`https://huggingface.co/datasets/${id}/resolve/${tree}/${path}`, {
      ...{ bytes, etag: '"large"' },
    });
    server.put(`https://huggingface.co/api/datasets/${id}/tree/${tree}`, {
      status: 200,
      json: [{ type: 'file', path, lfs: { oid: 'ab'.repeat(32), size: bytes.length } }],
    });
    const fault = await faultOf({ ...some, testSplit: null });
    expect(codeOf(fault)).toBe('hub-too-large');
    expect(String(fault)).toContain('choose fewer images');
    expect(bytesFetched()).toBeLessThan(1e6);
  });

  it('are not fetched again when a question is answered', async () => {
    const { library } = someLibrary();
    await read(library, some);
    const once = bytesFetched();
    expect(once).toBeGreaterThan(0);
    await read(library, some);
    expect(bytesFetched()).toBe(once);
    await library.discard();
    await read(library, some);
    expect(bytesFetched()).toBe(2 * once);
  });

  it('come whole and checked from a server without ranges', async () => {
    for (const { stored } of places) server.fail(stored, 'no-ranges');
    const { understood } = await read(someLibrary().library, some);
    expect([understood!.trainCount, understood!.testCount]).toEqual([40, 40]);
  });

  it('come through cut connections', async () => {
    server.fail(places[0]!.stored, 'cut-part', 3);
    const { understood } = await read(someLibrary().library, some);
    expect(understood!.trainCount).toBe(40);
  });
});

describe('what may be wrong with a choice', () => {
  it('a split that is gone is named, with those that are there', async () => {
    const fault = await faultOf({ ...all, testSplit: 'test' });
    expect(codeOf(fault)).toBe('hub-split');
    expect(String(fault)).toContain('default/train, default/validation');
  });

  it('a beginning of a very large dataset is said to be one', async () => {
    putOnHub(server, { id, configurations: { default: { 'partial-train': [first] } } });
    const { understood } = await read(someLibrary().library, {
      ...all,
      ...{ trainSplit: 'partial-train', testSplit: null },
    });
    expect(understood!.remarks.join()).toContain('only the beginning');
  });

  it('a person may cancel while files come', async () => {
    server.fail(places[0]!.stored, 'slow');
    const { library, store } = someLibrary();
    let isTold = false;
    const reading = library.preview({ from: 'hub', choice: all }, {}, ({ what, done }) => {
      if (what.startsWith('Downloading') && done > 0 && !isTold) {
        isTold = true;
        void library.discard();
      }
    });
    expect(codeOf(await reading.catch((error: unknown) => error))).toBe('cancelled');
    expect(await store.list()).toEqual([]);
  });
});
