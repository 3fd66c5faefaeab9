import 'fake-indexeddb/auto';
import { deleteDB, openDB, unwrap, type IDBPTransaction } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeIn, closeDatabase, openDatabase, readFrom } from './database.ts';
import { expectCode } from './testing.ts';

const NAME = 'coordinet-lab';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB(NAME);
});
afterEach(() => vi.restoreAllMocks());

const put = (name: string, value: unknown) =>
  changeIn(['settings'], async (transaction) => {
    await transaction.objectStore('settings').put(value, name);
  });
const get = (name: string) =>
  readFrom(['settings'], (transaction) => transaction.objectStore('settings').get(name));

describe('the database', () => {
  it('is opened once for many callers', async () => {
    const [first, second] = await Promise.all([openDatabase(), openDatabase()]);
    expect(first).toBe(second);
  });

  it('keeps nothing of a change that throws in the middle', async () => {
    await put('theme', 'light');
    const change = changeIn(['settings'], async (transaction) => {
      await transaction.objectStore('settings').put('dark', 'theme');
      throw new Error('in the middle');
    });
    await expectCode(change, 'storage-failed');
    expect(await get('theme')).toBe('light');
  });

  it('keeps nothing of a change that is aborted from outside', async () => {
    await put('theme', 'light');
    const change = changeIn(['settings'], async (transaction) => {
      await transaction.objectStore('settings').put('dark', 'theme');
      transaction.abort();
    });
    await expectCode(change, 'storage-failed');
    expect(await get('theme')).toBe('light');
  });

  it('refuses what cannot be stored by its name', async () => {
    await expectCode(
      put('theme', () => 'a function'),
      'storage-value',
    );
  });

  it('gives way to a newer lab in another page, then says that it is newer', async () => {
    await put('theme', 'light');
    const newer = await openDB(NAME, 3);
    await expectCode(get('theme'), 'storage-newer');
    newer.close();
  });

  it('says so when an older page does not let go, and leaves no connection behind', async () => {
    const open = indexedDB.open.bind(indexedDB);
    let late: IDBOpenDBRequest | undefined;
    vi.spyOn(indexedDB, 'open').mockImplementationOnce((name, version) => {
      late = open(name, version);
      queueMicrotask(() => late!.dispatchEvent(new IDBVersionChangeEvent('blocked')));
      return late;
    });
    await expectCode(openDatabase(), 'storage-blocked');
    await vi.waitFor(() => expect(late!.readyState).toBe('done'));
    await deleteDB(NAME, { blocked: () => expect.unreachable('a connection was left open') });
  });

  it('of version 1 gets the stores of studies, and keeps what it has', async () => {
    const old = await openDB(NAME, 1, {
      upgrade(database) {
        for (const store of ['runs', 'checkpoints', 'datasets', 'chunks', 'settings']) {
          database.createObjectStore(store);
        }
      },
    });
    await old.put('settings', 'dark', 'theme');
    old.close();
    expect(await get('theme')).toBe('dark');
    expect([...(await openDatabase()).objectStoreNames]).toEqual([
      'checkpoints',
      'chunks',
      'datasets',
      'runs',
      'settings',
      'studies',
      'studyRuns',
    ]);
  });

  it('opens again after it was closed', async () => {
    await put('theme', 'dark');
    await closeDatabase();
    expect(await get('theme')).toBe('dark');
  });

  it('tries again after an opening that failed', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await expectCode(openDatabase(), 'storage-refused');
    await put('theme', 'dark');
    expect(await get('theme')).toBe('dark');
  });

  it('says so where there is none', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await expectCode(openDatabase(), 'storage-missing');
    vi.unstubAllGlobals();
  });

  it.each([
    ['QuotaExceededError', 'storage-full'],
    ['UnknownError', 'storage-damaged'],
  ])('explains %s, which a browser gives as the reason of an abort', async (name, code) => {
    await put('theme', 'light');
    const change = changeIn(['settings'], async (transaction) => {
      await transaction.objectStore('settings').put('dark', 'theme');
      abortBecause(transaction, name);
    });
    await expectCode(change, code);
    expect(await get('theme')).toBe('light');
  });
});

/** As a browser does whose disk is full: by itself, and with the reason on the transaction. */
function abortBecause(transaction: object, name: string): void {
  const whole = unwrap(transaction as IDBPTransaction);
  (whole as unknown as { _abort(name: string): void })._abort(name);
}
