import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Dataset } from '../datasets/dataset.ts';
import { changeIn, closeDatabase, readFrom } from './database.ts';
import { deleteDataset, listDatasets, storedDatasets } from './datasets.ts';
import { expectCode, someDataset } from './testing.ts';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('coordinet-lab');
});

const writeDataset = (dataset: Dataset) =>
  storedDatasets.write(dataset, { checked: null, remarks: [] });

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
});
