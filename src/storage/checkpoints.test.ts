import 'fake-indexeddb/auto';
import { deleteDB, unwrap } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Checkpoint, NamedValues } from '../training/checkpoint.ts';
import type { History } from '../training/history.ts';
import { checkpointRoom, checkpoints } from './checkpoints.ts';
import { changeIn, closeDatabase, openDatabase, readFrom } from './database.ts';
import { expectCode, someCheckpoint, without } from './testing.ts';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('coordinet-lab');
});
afterEach(() => vi.restoreAllMocks());

const countChunks = () =>
  readFrom(['chunks'], (transaction) => transaction.objectStore('chunks').count());

describe('a checkpoint', () => {
  it('comes back as it was written', async () => {
    const checkpoint = someCheckpoint('run', 10);
    await checkpoints.write(checkpoint);
    expect(await checkpoints.read('run')).toEqual(checkpoint);
  });

  it('keeps values that are not finite, bit for bit', async () => {
    const checkpoint = someCheckpoint('run', 10);
    checkpoint.parameters[1]!.values.set([NaN, Infinity, -0]);
    const pending = { loss: Infinity, correct: 0, examples: 32 };
    await checkpoints.write({ ...checkpoint, pending });
    const restored = await checkpoints.read('run');
    expect(restored?.parameters[1]?.values).toEqual(checkpoint.parameters[1]?.values);
    expect(restored?.pending.loss).toBe(Infinity);
  });

  it('of an earlier version, without accuracies by class, has null in their place', async () => {
    const history = without(someCheckpoint('run', 10).history, 'testClassAccuracy');
    await checkpoints.write({ ...someCheckpoint('run', 10), history: history as History });
    const restored = await checkpoints.read('run');
    expect(restored!.history).toEqual({ ...history, testClassAccuracy: [null, null, null] });
  });

  it('keeps the best weights beside the last, and counts their room', async () => {
    const plain = someCheckpoint('plain', 10);
    const best = { step: 5, parameters: someCheckpoint('run', 5).parameters };
    const checkpoint = { ...someCheckpoint('run', 10), best };
    await checkpoints.write(plain);
    const { bytes } = await checkpointRoom();
    await checkpoints.write(checkpoint);
    expect(await checkpoints.read('run')).toEqual(checkpoint);
    expect(Object.keys((await checkpoints.read('plain'))!)).not.toContain('best');
    const extra = 4 * (1000 + 10);
    expect(await checkpointRoom()).toEqual({ count: 2, bytes: 2 * bytes + extra });
    await checkpoints.delete('run');
    expect(await countChunks()).toBe(3);
  });

  it('is undefined for a run that has none', async () => {
    expect(await checkpoints.read('none')).toBeUndefined();
  });

  it('stores a view without the rest of its buffer, and a shared buffer too', async () => {
    const shared = new Float32Array(new SharedArrayBuffer(400));
    shared.fill(0.5);
    const whole = Float32Array.from({ length: 100 }, (_, i) => i);
    const slots = [
      { name: 'view', shape: [10], values: whole.subarray(20, 30) },
      { name: 'shared', shape: [100], values: shared },
    ];
    await checkpoints.write({ ...someCheckpoint('run', 1), slots });
    const restored = await checkpoints.read('run');
    expect(restored?.slots[0]?.values).toEqual(whole.slice(20, 30));
    expect(restored?.slots[0]?.values.buffer.byteLength).toBe(40);
    expect([...restored!.slots[1]!.values]).toEqual([...shared]);
  });

  it('is cut into chunks of 16 MiB at most', async () => {
    const checkpoint = largeCheckpoint('run', 3);
    await checkpoints.write(checkpoint);
    expect(await countChunks()).toBe(2 + 1 + 2);
    const restored = await checkpoints.read('run');
    const bytes = [restored!, checkpoint].map(({ slots }) => Buffer.from(slots[0]!.values.buffer));
    expect(Buffer.compare(bytes[0]!, bytes[1]!)).toBe(0);
  });

  it('takes the place of the one before without leaving chunks', async () => {
    await checkpoints.write(largeCheckpoint('run', 10));
    await checkpoints.write(someCheckpoint('run', 20));
    await checkpoints.write(someCheckpoint('other run', 5));
    expect(await countChunks()).toBe(6);
    expect((await checkpoints.read('run'))?.step).toBe(20);
    await checkpoints.delete('run');
    expect(await countChunks()).toBe(3);
    expect(await checkpoints.read('run')).toBeUndefined();
    expect((await checkpoints.read('other run'))?.step).toBe(5);
  });

  it.each([1, 2, 3, 4])('is whole or not at all: put %d of 4 meets a full disk', async (fatal) => {
    await checkpoints.write(someCheckpoint('run', 10));
    failAtPut(fatal);
    await expectCode(checkpoints.write(someCheckpoint('run', 20)), 'storage-full');
    vi.restoreAllMocks();
    expect(await checkpoints.read('run')).toEqual(someCheckpoint('run', 10));
  });

  it('is whole or not at all: the disk is full at the very end', async () => {
    await checkpoints.write(someCheckpoint('run', 10));
    failAtPut(4, (store) => {
      (store.transaction as unknown as { _abort(name: string): void })._abort('QuotaExceededError');
    });
    await expectCode(checkpoints.write(someCheckpoint('run', 20)), 'storage-full');
    vi.restoreAllMocks();
    expect(await checkpoints.read('run')).toEqual(someCheckpoint('run', 10));
  });

  it('of two written at once the later is kept, whole', async () => {
    const [first, second] = [someCheckpoint('run', 1), someCheckpoint('run', 2)];
    await Promise.all([checkpoints.write(first), checkpoints.write(second)]);
    expect(await checkpoints.read('run')).toEqual(second);
  });
});

describe('a damaged checkpoint is refused', () => {
  beforeEach(() => checkpoints.write(someCheckpoint('run', 10)));

  it.each([
    ['an altered byte', (bytes: Uint8Array) => bytes.fill(1, 7, 8)],
    ['a cut chunk', (bytes: Uint8Array) => bytes.slice(1)],
    ['another kind of value', () => 'text' as unknown as Uint8Array],
  ])('%s', async (_, damage) => {
    await changeIn(['chunks'], async (transaction) => {
      const chunks = transaction.objectStore('chunks');
      const key = ['checkpoint/run', 0, 0] as [string, number, number];
      await chunks.put(damage((await chunks.get(key))!), key);
    });
    await expectCode(checkpoints.read('run'), 'checkpoint-damaged');
  });

  it('a missing chunk', async () => {
    await changeIn(['chunks'], (transaction) =>
      transaction.objectStore('chunks').delete(['checkpoint/run', 1, 0]),
    );
    await expectCode(checkpoints.read('run'), 'checkpoint-damaged');
  });

  it.each([
    ['an altered step', { step: 11 }],
    ['an altered history', { history: null }],
  ])('%s', async (_, change) => {
    await changeManifest((stored) => Object.assign(stored.manifest, change));
    await expectCode(checkpoints.read('run'), 'checkpoint-damaged');
  });

  it.each([['text'], [null], [{}], [{ manifest: {}, crc32: 0 }]])(
    'a manifest that is %j',
    async (value) => {
      await changeIn(['checkpoints'], async (transaction) => {
        await transaction.objectStore('checkpoints').put(value, 'run');
      });
      await expectCode(checkpoints.read('run'), 'checkpoint-damaged');
    },
  );

  it('and can be replaced and deleted', async () => {
    await changeManifest((stored) => Object.assign(stored.manifest, { step: 11 }));
    await checkpoints.write(someCheckpoint('run', 12));
    expect((await checkpoints.read('run'))?.step).toBe(12);
  });
});

it('two connections see the same checkpoint', async () => {
  await checkpoints.write(someCheckpoint('run', 10));
  const elsewhere = unwrap(await openDatabase());
  await closeDatabase();
  expect((await checkpoints.read('run'))?.step).toBe(10);
  expect(unwrap(await openDatabase())).not.toBe(elsewhere);
});

/** Two of its arrays take 20 MB. */
function largeCheckpoint(runId: string, step: number): Checkpoint {
  const small = someCheckpoint(runId, step);
  const values = new Float32Array(5_000_000).fill(0.5);
  values.set([1, 2, 3], 4_999_000);
  const [weight, bias] = small.parameters;
  const enlarge = (stored: NamedValues) => ({ ...stored, shape: [values.length], values });
  return { ...small, parameters: [enlarge(weight!), bias!], slots: small.slots.map(enlarge) };
}

async function changeManifest(change: (stored: { manifest: object }) => void): Promise<void> {
  await changeIn(['checkpoints'], async (transaction) => {
    const store = transaction.objectStore('checkpoints');
    const stored = (await store.get('run')) as { manifest: object };
    change(stored);
    await store.put(stored, 'run');
  });
}

/** Of the next puts, number `fatal` fails as a full disk makes it fail. */
function failAtPut(fatal: number, fail?: (store: IDBObjectStore) => void): void {
  const put = IDBObjectStore.prototype.put;
  let count = 0;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value,
    key,
  ) {
    count++;
    if (count !== fatal) return put.call(this, value, key);
    if (!fail) throw new DOMException('the disk is full', 'QuotaExceededError');
    const request = put.call(this, value, key);
    fail(this);
    return request;
  });
}
