import { describe, expect, it, vi } from 'vitest';
import { codeOf, LabError } from '../core/errors.ts';
import type { Checkpoint, CheckpointStore } from '../training/checkpoint.ts';
import { checkpoints } from './checkpoints.ts';
import { createCheckpointsOrMemory } from './checkpointsOrMemory.ts';
import { expectCode, someCheckpoint } from './testing.ts';

/** Storage that fails with `fault`, while it is set. */
function setUp() {
  const kept = new Map<string, Checkpoint>();
  const state: { fault: Error | null } = { fault: null };
  const failing = <T>(answer: () => T) =>
    state.fault ? Promise.reject(state.fault) : Promise.resolve(answer());
  const stored: CheckpointStore = {
    read: (runId) => failing(() => kept.get(runId)),
    write: (checkpoint) => failing(() => void kept.set(checkpoint.runId, checkpoint)),
    delete: (runId) => failing(() => void kept.delete(runId)),
  };
  const tell = vi.fn<(reason: LabError) => void>();
  return { state, kept, tell, store: createCheckpointsOrMemory(stored, tell) };
}

const fault = (code: string) => new LabError(code, { found: 'a', expected: 'b', fix: 'c' });
const [early, late] = [someCheckpoint('run', 10), someCheckpoint('run', 20)];

describe('checkpoints, or memory', () => {
  it('go on without IndexedDB: nothing is there, and what is written is read', async () => {
    expect(typeof indexedDB).toBe('undefined'); // as in this environment
    const tell = vi.fn();
    const store = createCheckpointsOrMemory(checkpoints, tell);
    expect(await store.read('run')).toBeUndefined();
    await store.write(early);
    expect(await store.read('run')).toEqual(early);
    await store.delete('run');
    expect(await store.read('run')).toBeUndefined();
    expect(tell).not.toHaveBeenCalled(); // the page has said so
  });

  it.each(['storage-full', 'storage-damaged', 'storage-closed', 'storage-failed'])(
    'hold what meets %s, read the newer one, and tell once',
    async (code) => {
      const { store, state, kept, tell } = setUp();
      await store.write(early);
      state.fault = fault(code);
      await store.write(late);
      await store.write(late);
      expect(await store.read('run')).toEqual(late);
      expect(tell).toHaveBeenCalledTimes(1);
      expect(codeOf(tell.mock.calls[0]![0])).toBe(code);
      expect(kept.get('run')).toEqual(early);
    },
  );

  it('store again once there is room, and then may tell again', async () => {
    const { store, state, kept, tell } = setUp();
    state.fault = fault('storage-full');
    await store.write(early);
    state.fault = null;
    await store.write(late);
    expect(kept.get('run')).toEqual(late);
    expect(await store.read('run')).toBe(late); // the stored one
    state.fault = fault('storage-full');
    await store.write(late);
    expect(tell).toHaveBeenCalledTimes(2);
  });

  it('hold a copy: the run goes on in its own arrays', async () => {
    const { store, state } = setUp();
    state.fault = fault('storage-full');
    const checkpoint = someCheckpoint('run', 10);
    await store.write(checkpoint);
    checkpoint.parameters[0]!.values.fill(0);
    expect(await store.read('run')).toEqual(early);
  });

  it.each(['checkpoint-damaged', 'checkpoint-version', 'storage-damaged', 'storage-failed'])(
    'do not take %s for a run without checkpoint',
    async (code) => {
      const { store, state } = setUp();
      state.fault = fault(code);
      await expectCode(store.read('run'), code);
    },
  );

  it('refuse a value that cannot be stored: that is a fault of the lab', async () => {
    const { store, state } = setUp();
    state.fault = fault('storage-value');
    await expectCode(store.write(early), 'storage-value');
  });
});
