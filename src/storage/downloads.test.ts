import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { changeIn, closeDatabase, readFrom } from './database.ts';
import { downloads } from './downloads.ts';

beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => void vi.useRealTimers());

const hash = 'ab'.repeat(32);
const some = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251);
const countChunks = () =>
  readFrom(['chunks'], (transaction) => transaction.objectStore('chunks').count());

it('keeps a file, whole or in part, until it is deleted', async () => {
  expect(await downloads.read(hash)).toBeUndefined();
  await downloads.write(hash, { bytes: some(1000).subarray(0, 300), etag: '"1"' });
  expect(await downloads.read(hash)).toEqual({ bytes: some(300), etag: '"1"' });
  await downloads.write(hash, { bytes: some(1000), etag: null });
  expect(await downloads.read(hash)).toEqual({ bytes: some(1000), etag: null });
  await downloads.delete([hash, 'unknown']);
  expect(await downloads.read(hash)).toBeUndefined();
  expect(await countChunks()).toBe(0);
});

it('keeps files of more than one piece', async () => {
  const bytes = some(17 * 2 ** 20);
  await downloads.write(hash, { bytes, etag: null });
  expect(await countChunks()).toBe(2);
  const kept = await downloads.read(hash);
  expect(Buffer.compare(kept!.bytes, bytes)).toBe(0);
});

it('rejects when a piece is gone, and takes a damaged note for none', async () => {
  await downloads.write(hash, { bytes: some(10), etag: null });
  await changeIn(['chunks'], (transaction) => transaction.objectStore('chunks').clear());
  await expect(downloads.read(hash)).rejects.toThrow('missing or altered');
  await changeIn(['settings'], async (transaction) => {
    await transaction.objectStore('settings').put({ bytes: 'many' }, `download/${hash}`);
  });
  expect(await downloads.read(hash)).toBeUndefined();
});

it('gives back the room of what nobody went on with for two weeks', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await downloads.write(hash, { bytes: some(10), etag: null });
  vi.setSystemTime(Date.now() + 13 * 24 * 3600 * 1000);
  await downloads.write('cd'.repeat(32), { bytes: some(20), etag: null });
  expect(await downloads.read(hash)).toBeDefined();
  vi.setSystemTime(Date.now() + 2 * 24 * 3600 * 1000);
  await downloads.write('cd'.repeat(32), { bytes: some(30), etag: null });
  expect(await downloads.read(hash)).toBeUndefined();
  expect((await downloads.read('cd'.repeat(32)))?.bytes).toEqual(some(30));
  expect(await countChunks()).toBe(1);
});
