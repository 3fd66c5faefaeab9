import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../datasets/dataset.ts';
import type { StoredDatasetCard } from '../datasets/stored.ts';
import { changeIn, closeDatabase, readFrom } from './database.ts';
import { onDatasetsChange } from './datasetChanges.ts';
import {
  deleteDataset,
  listDamagedDatasets,
  listDatasets,
  renameDataset,
  storedDatasets,
} from './datasets.ts';
import { checkpoints } from './checkpoints.ts';
import { expectCode, someCheckpoint, someDataset, without } from './testing.ts';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('coordinet-lab');
});

const writeDataset = (dataset: Dataset) =>
  storedDatasets.write(dataset, { checked: null, remarks: [] });

afterEach(() => vi.restoreAllMocks());

describe('a stored dataset', () => {
  it('comes back as it was written', async () => {
    await writeDataset(someDataset('mine'));
    expect(await storedDatasets.read('mine')).toEqual(someDataset('mine'));
  });

  it('comes back without groups where it had none', async () => {
    const { train, ...rest } = someDataset('mine');
    const { count, images, labels } = train;
    const plain = { ...rest, train: { count, images, labels } };
    await writeDataset(plain);
    expect(await storedDatasets.read('mine')).toEqual(plain);
  });

  it('is undefined when it is gone', async () => {
    expect(await storedDatasets.read('none')).toBeUndefined();
  });

  it('is listed without its pixels', async () => {
    await writeDataset(someDataset('mine'));
    const [card, ...others] = await listDatasets();
    expect(others).toEqual([]);
    expect(card).toMatchObject({ id: 'mine', trainCount: 20, testCount: 20, bytes: 720 });
    expect(Object.values(card!).some(ArrayBuffer.isView)).toBe(false);
  });

  it('of 40 MB lies in several chunks', async () => {
    const { test, ...rest } = someDataset('large');
    const images = new Uint8Array(40_000_000).fill(3, 17e6, 39e6);
    const large = { ...rest, test: { ...test, images } };
    await writeDataset(large);
    const keys = await readFrom(['chunks'], (transaction) =>
      transaction.objectStore('chunks').getAllKeys(),
    );
    expect(keys.filter(([, part]) => part === 3)).toHaveLength(3);
    const restored = await storedDatasets.read('large');
    expect(Buffer.compare(restored!.test.images, images)).toBe(0);
  });

  it('leaves nothing when it is deleted', async () => {
    await writeDataset(someDataset('mine'));
    await deleteDataset('mine');
    expect(await listDatasets()).toEqual([]);
    const count = await readFrom(['chunks'], (transaction) =>
      transaction.objectStore('chunks').count(),
    );
    expect(count).toBe(0);
  });

  it('is refused when a byte was altered', async () => {
    await writeDataset(someDataset('mine'));
    await changeIn(['chunks'], async (transaction) => {
      await transaction.objectStore('chunks').put(new Uint8Array(320), ['dataset/mine', 0, 0]);
    });
    await expectCode(storedDatasets.read('mine'), 'dataset-damaged');
  });

  it('with a damaged manifest is refused, and hides no other', async () => {
    await writeDataset(someDataset('mine'));
    await writeDataset(someDataset('other'));
    await changeIn(['datasets'], async (transaction) => {
      await transaction.objectStore('datasets').put({ version: 1, card: {} }, 'mine');
    });
    await expectCode(storedDatasets.read('mine'), 'dataset-damaged');
    expect((await listDatasets()).map((card) => card.id)).toEqual(['other']);
  });

  it('with a damaged manifest says so, and can be deleted', async () => {
    await writeDataset(someDataset('mine'));
    await putManifest('mine', 'no manifest');
    expect(await listDamagedDatasets()).toEqual([
      {
        ...{ id: 'mine', isNewer: false },
        reason: expect.stringContaining('delete it and import its files again'),
      },
    ]);
    await deleteDataset('mine');
    expect([await listDamagedDatasets(), await everything()]).toEqual([[], { keys: [], ids: [] }]);
  });

  it('tells how its files were checked, and what to know of it', async () => {
    const facts = { checked: '4 files, git blob ids', remarks: ['3 images are of one value.'] };
    const card = await storedDatasets.write(someDataset('mine'), facts);
    expect(card).toMatchObject({ id: 'mine', ...facts });
    expect(await listDatasets()).toEqual([card]);
  });

  it('of version 1 is read, listed and renamed', async () => {
    await writeDataset(someDataset('mine'));
    await putManifest('mine', await versionOne('mine'));
    expect(await storedDatasets.read('mine')).toEqual(someDataset('mine'));
    const [card] = await listDatasets();
    expect(card).toMatchObject({ id: 'mine', label: 'My images', checked: null, remarks: [] });
    await renameDataset('mine', 'Theirs');
    expect(await storedDatasets.read('mine')).toEqual({ ...someDataset('mine'), label: 'Theirs' });
    expect(await listDatasets()).toEqual([{ ...card, label: 'Theirs' }]);
  });

  it('of a newer lab is left alone', async () => {
    await writeDataset(someDataset('mine'));
    await putManifest('mine', { ...(await versionOne('mine')), version: 3 });
    await expectCode(storedDatasets.read('mine'), 'dataset-version');
    await expectCode(renameDataset('mine', 'Theirs'), 'dataset-version');
    expect(await listDamagedDatasets()).toEqual([
      { id: 'mine', isNewer: true, reason: expect.stringContaining('reload the page') },
    ]);
  });

  it('is not renamed into something that disturbs a page', async () => {
    await writeDataset(someDataset('mine'));
    await renameDataset('mine', `\u202e${'x'.repeat(200)}`);
    expect((await listDatasets())[0]!.label).toBe('x'.repeat(120));
    await renameDataset('gone', 'Nothing');
    expect((await listDatasets()).length).toBe(1);
  });
});

describe('writing a dataset', () => {
  const large = () => ({
    ...someDataset('mine'),
    train: { count: 2, images: new Uint8Array(18_000_000).fill(7), labels: Uint8Array.of(0, 1) },
  });
  const puts = 2 + 1 + 1 + 1 + 1; // train images in two chunks, labels; test images, labels; manifest

  it('puts as many values as the tests below make fail', async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    await writeDataset(large());
    expect(put.mock.calls.length).toBe(puts);
  });

  const places = Array.from({ length: puts }, (_, index) => index + 1);
  it.each(places)('leaves nothing where put number %i fails', async (place) => {
    failPut(place, new DOMException('no', 'DataError'));
    await expectCode(writeDataset(large()), 'storage-failed');
    expect(await everything()).toEqual({ keys: [], ids: [] });
  });

  it.each(places)('leaves the one before where the disk is full at put %i', async (place) => {
    await writeDataset(someDataset('mine'));
    const before = await everything();
    failPut(place, 'QuotaExceededError');
    await expectCode(writeDataset(large()), 'storage-full');
    expect(await everything()).toEqual(before);
    expect(await storedDatasets.read('mine')).toEqual(someDataset('mine'));
  });

  it.each(places)('leaves nothing of a page that closes at put %i', async (place) => {
    failPut(place, 'AbortError');
    await expect(writeDataset(large())).rejects.toThrow();
    expect(await everything()).toEqual({ keys: [], ids: [] });
  });

  it('says what could be deleted where the disk is full', async () => {
    await writeDataset({ ...someDataset('a'), label: 'Small' });
    await writeDataset({ ...large(), id: 'b', label: 'Large' });
    await checkpoints.write(someCheckpoint('run', 5));
    failPut(2, 'QuotaExceededError');
    const fault: unknown = await writeDataset(someDataset('c')).catch((error: unknown) => error);
    expect(String(fault)).toContain(
      'no room left for this site on the disk for My images, 720 bytes',
    );
    expect(String(fault)).toContain('(Large, 18 MB; Small, 720 bytes)');
    expect(String(fault)).toContain('delete runs (1 with 8.0 kB of weights)');
  });

  it('twice at once stores one dataset', async () => {
    await Promise.all([writeDataset(someDataset('mine')), writeDataset(someDataset('mine'))]);
    expect((await listDatasets()).map(({ id }) => id)).toEqual(['mine']);
    expect(await storedDatasets.read('mine')).toEqual(someDataset('mine'));
  });

  it('holds no more than a chunk of it besides', async () => {
    const sizes: number[] = [];
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      if (args[0] instanceof Uint8Array) sizes.push(args[0].buffer.byteLength);
      return put.apply(this, args);
    });
    await writeDataset(large());
    expect(Math.max(...sizes)).toBe(16 * 2 ** 20);
  });

  it('is heard of in other tabs, as are renaming and deleting', async () => {
    const heard = vi.fn();
    const end = onDatasetsChange(heard);
    const changes = [
      () => writeDataset(someDataset('mine')),
      () => renameDataset('mine', 'Theirs'),
      () => deleteDataset('mine'),
    ];
    for (const [index, change] of changes.entries()) {
      await change();
      await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(index + 1));
    }
    end();
    await writeDataset(someDataset('mine'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard).toHaveBeenCalledTimes(changes.length);
  });
});

/** All keys of chunks, and all ids. */
const everything = () =>
  readFrom(['chunks', 'datasets'], async (transaction) => ({
    keys: await transaction.objectStore('chunks').getAllKeys(),
    ids: await transaction.objectStore('datasets').getAllKeys(),
  }));

const putManifest = (id: string, manifest: unknown) =>
  changeIn(['datasets'], async (transaction) => {
    await transaction.objectStore('datasets').put(manifest, id);
  });

/** The manifest as version 1 of the lab wrote it. */
async function versionOne(id: string): Promise<object> {
  const manifest = (await readFrom(['datasets'], (transaction) =>
    transaction.objectStore('datasets').get(id),
  )) as { card: StoredDatasetCard };
  return { ...manifest, version: 1, card: without(manifest.card, 'checked', 'remarks') };
}

/** The put of that number, counted from 1, throws; or its transaction ends by itself for that reason. */
function failPut(place: number, reason: DOMException | string): void {
  let calls = 0;
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    if (++calls === place) {
      if (typeof reason !== 'string') throw reason;
      (this.transaction as unknown as { _abort(name: string): void })._abort(reason);
    }
    return put.apply(this, args);
  });
}
