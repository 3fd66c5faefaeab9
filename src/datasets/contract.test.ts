/** What every dataset promises, over the whole list. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../core/errors.ts';
import { sha256Of } from '../core/hash.ts';
import type { Dataset, DatasetIo, ImageSet } from './dataset.ts';
import { isListed } from '../library/hosts.ts';
import { datasets, findDataset } from './index.ts';

/** What lies beside the datasets in their folder. */
const noDatasets = ['dataset', 'downloaded', 'index', 'own', 'preparation', 'stored'];
const embedded = datasets.filter(({ download }) => !download);
const downloaded = datasets.filter(({ download }) => download);

const io: DatasetIo = {
  readAsset: async (url) => new Uint8Array(readFileSync(url)),
  readStored: async () => undefined,
};

/** A changed hash is a changed dataset: results on it no longer compare with older ones. */
const golden: Readonly<Record<string, string>> = {
  typefaces: 'e6ed6880869e80f028b2cbbc178a8a3fc26da49eaaf8ed1d6e2a96fe82aee929',
  where: '9f6d212252404ca21f7ca13295b38cb1b03ffcd3d6a2d57767dcb525093d3ccf',
  'what-and-where': 'cf123c0ecdddaea57dea32f32235f343922ba4f9ff1214a670286b3be86d47ef',
};

const sizeOfImage = ({ height, width, channels }: Dataset) => height * width * channels;

function imagesOf(dataset: Dataset, { images, count }: ImageSet): Uint8Array[] {
  const size = sizeOfImage(dataset);
  return Array.from({ length: count }, (_, index) =>
    images.subarray(index * size, (index + 1) * size),
  );
}

const hashesOf = (dataset: Dataset, part: ImageSet) =>
  imagesOf(dataset, part).map((image) => createHash('sha256').update(image).digest('hex'));

describe('the list of datasets', () => {
  it('holds the folder', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => /^\w+\.ts$/.test(name))
      .map((name) => name.replace('.ts', ''))
      .filter((name) => !noDatasets.includes(name))
      .map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    expect(datasets.map((each) => each.id).sort()).toEqual(files.sort());
  });

  it('shows what is here first, and then what can be fetched', () => {
    expect(datasets.map((each) => each.label)).toEqual([
      ...['Typefaces', 'Where', 'What and where'],
      ...['MNIST', 'Fashion-MNIST', 'KMNIST', 'CIFAR-10'],
    ]);
  });

  it('names what it does not know', () => {
    expect(() => findDataset('imagenet')).toThrow('dataset "imagenet"');
  });

  it('loads an imported dataset from storage, or says what to drop again', async () => {
    const own = findDataset('own/0123456789abcdef');
    const stored = { id: 'own/0123456789abcdef' } as Dataset;
    expect(await own.load({}, { ...io, readStored: async () => stored })).toBe(stored);
    const fault: unknown = await own.load({}, io).catch((error: unknown) => error);
    expect(codeOf(fault)).toBe('missing-dataset');
    expect(String(fault)).toContain('import the same files again');
  });
});

describe.each(downloaded.map((each) => [each.id, each] as const))('%s', (id, system) => {
  const { files, bytes, hosts, source, licence, classNames, ...shape } = system.download!;

  it('says what it is, whence, and under which licence', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*\d*$/);
    for (const text of [system.label, system.summary, system.reference, source, licence]) {
      expect(text.trim()).not.toBe('');
    }
    expect(new Set(classNames).size).toBe(classNames.length);
    expect(classNames.length).toBeGreaterThan(1);
    for (const number of Object.values(shape)) expect(number).toBeGreaterThan(0);
  });

  it('names files that can be fetched and checked', () => {
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    expect(bytes).toBe(files.reduce((total, file) => total + file.bytes, 0));
    for (const { name, urls, integrity, ...file } of files) {
      expect(name).toMatch(/^[\w.-]+$/);
      expect(file.bytes).toBeGreaterThan(0);
      if ('sha256' in integrity) expect(integrity.sha256).toMatch(/^[0-9a-f]{64}$/);
      else expect(integrity.gitBlob).toMatch(/^[0-9a-f]{40}$/);
      expect(urls).not.toEqual([]);
      for (const url of urls) {
        expect(url).toMatch(/^https:/);
        expect(isListed(url)).toBe(true);
        expect(hosts).toContain(new URL(url).host);
      }
    }
  });

  it('is read from storage, or says where to press', async () => {
    const stored = { id } as Dataset;
    expect(await system.load({}, { ...io, readStored: async () => stored })).toBe(stored);
    const fault: unknown = await system.load({}, io).catch((error: unknown) => error);
    expect(codeOf(fault)).toBe('not-downloaded');
    expect(String(fault)).toContain('press Download');
  });
});

describe.each(embedded.map((each) => [each.id, each] as const))('%s', (id, system) => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await system.load({}, io);
  });

  it('says what it is and whence', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    const { label, summary, reference } = system;
    for (const text of [label, summary, reference, dataset.source, dataset.licence]) {
      expect(text.trim()).not.toBe('');
    }
    expect([dataset.id, dataset.label]).toEqual([system.id, system.label]);
  });

  it('holds 10,000 training and 2,000 test images of 28 × 28, whole', () => {
    expect(dataset).toMatchObject({ height: 28, width: 28, channels: 1 });
    expect([dataset.train.count, dataset.test.count]).toEqual([10_000, 2_000]);
    for (const part of [dataset.train, dataset.test]) {
      expect(part.images.length).toBe(part.count * sizeOfImage(dataset));
      expect(part.labels.length).toBe(part.count);
      expect(part.groups?.length ?? part.count).toBe(part.count);
    }
  });

  it('has classes of nearly one size in both parts', () => {
    for (const { labels, count } of [dataset.train, dataset.test]) {
      const counts = new Array<number>(dataset.classNames.length).fill(0);
      for (const label of labels) counts[label]!++;
      const fair = count / counts.length;
      for (const each of counts) expect(Math.abs(each - fair)).toBeLessThan(0.05 * fair);
    }
    expect(new Set(dataset.classNames).size).toBe(dataset.classNames.length);
  });

  it('draws white on black and leaves no image empty', () => {
    for (const part of [dataset.train, dataset.test]) {
      for (const image of imagesOf(dataset, part)) {
        expect(Math.max(...image)).toBeGreaterThan(100);
        expect(image.filter((value) => value === 0).length).toBeGreaterThan(image.length / 4);
      }
    }
  });

  it('shares no image between training and test', () => {
    const training = new Set(hashesOf(dataset, dataset.train));
    expect(hashesOf(dataset, dataset.test).filter((hash) => training.has(hash))).toEqual([]);
  });

  it('is the same every time, and the very one that older results name', async () => {
    const { train, test } = dataset;
    const again = await system.load({}, io);
    expect(again.sha256).toBe(dataset.sha256);
    expect(again.train.groups?.join()).toBe(train.groups?.join()); // hashed by no one
    expect(again.test.groups?.join()).toBe(test.groups?.join());
    expect(await sha256Of([train.images, train.labels, test.images, test.labels])).toBe(
      dataset.sha256,
    );
    expect(dataset.sha256).toBe(golden[id]);
  });
});
