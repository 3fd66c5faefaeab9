import { describe, expect, it } from 'vitest';
import { someRun } from '../storage/testing.ts';
import type { RunRecord } from '../training/result.ts';
import { newOnes } from './importedRuns.ts';
import { runKey } from '../training/runKey.ts';
import { textOf } from './specText.ts';

const theirs = someRun('a', { imported: true });
const mine = (changes: Partial<RunRecord> = {}) => someRun('a', changes);
const here = (...runs: RunRecord[]) => ({ runs, deletedRuns: [] as RunRecord[] });
const keyOf = (attempt: number) => runKey(textOf(theirs.spec), 'wasm', attempt);
const idsOf = (runs: readonly RunRecord[]) => runs.map(({ id }) => id);

describe('a run from a file', () => {
  it('comes in as it is where nothing has its id', async () => {
    expect(await newOnes([theirs], here())).toEqual([theirs]);
  });

  it('is here already with the same weights and the same history', async () => {
    expect(await newOnes([theirs], here(mine()))).toEqual([]);
    const withoutNumber = { ...theirs.history, testLoss: [1, NaN, Infinity] };
    const diverged = { status: 'diverged', final: null, history: withoutNumber } as const;
    expect(await newOnes([someRun('a', diverged)], here(mine(diverged)))).toEqual([]);
  });

  it.each<[string, Partial<RunRecord>]>([
    ['paused', { status: 'paused', final: null, step: 50 }],
    ['failed', { status: 'failed', final: null, reason: 'a fault', step: 0 }],
    ['of other weights', { final: { ...theirs.final!, weightsSha256: 'ef'.repeat(32) } }],
    ['of another history', { history: { ...theirs.history, testLoss: [2, 1, 0.5] } }],
  ])('comes in beside one of the same id that is %s', async (_, changes) => {
    const [added, ...others] = await newOnes([theirs], here(mine(changes)));
    expect(others).toEqual([]);
    expect(added).toEqual({ ...theirs, id: await keyOf(1), name: added!.name, colour: 1 });
    expect(added!.name).not.toBe(theirs.name);
  });

  it('is known again under the id that it got', async () => {
    const paused = mine({ status: 'paused', final: null });
    const [added] = await newOnes([theirs], here(paused));
    expect(await newOnes([theirs], here(paused, added!))).toEqual([]);
  });

  it('never takes the id of another run of its file, or of one that may come back', async () => {
    const second = someRun(await keyOf(1), { imported: true });
    const deleted = someRun(await keyOf(2));
    const paused = mine({ status: 'paused', final: null });
    const held = { runs: [paused], deletedRuns: [deleted] };
    const added = await newOnes([theirs, second], held);
    expect(idsOf(added)).toEqual([await keyOf(3), second.id]);
    expect(new Set(added.map(({ name }) => name)).size).toBe(2);
    expect(await newOnes([theirs, second], { ...held, runs: [paused, ...added] })).toEqual([]);
  });

  it('comes in beside its deleted twin', async () => {
    const [added] = await newOnes([theirs], { runs: [], deletedRuns: [mine()] });
    expect(added!.id).toBe(await keyOf(1));
  });
});
