// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteRun as deleteStoredRun, listRuns } from '../storage/runs.ts';
import { editSpec } from './draft.ts';
import { useEngines } from './engines.ts';
import { createLabState, findRun, getLab, setLab } from './lab.ts';
import { moveInQueue, placeInQueue, takeFromQueue, waitingRuns } from './queue.ts';
import { deleteRuns } from './runList.ts';
import { createScriptedEngine, type ScriptedEngine } from './scriptedEngine.ts';
import { startLab } from './start.ts';
import { pause, pauseAll, resumeAll, train } from './training.ts';

let engines: ScriptedEngine[];
const engine = () => engines.at(-1)!;
const seeds = () => waitingRuns(getLab()).map(({ spec }) => spec.seed);
const seedInWork = () => findRun(getLab().active?.runId ?? '')?.spec.seed;
const idOf = (seed: number) => getLab().runs.find(({ spec }) => spec.seed === seed)!.id;

/** A net, not a measure of speed: what is stored follows within a second or two. */
const until = <Value>(check: () => Value | Promise<Value>) =>
  vi.waitFor(check, { timeout: 30_000 });

beforeEach(async () => {
  for (const { id } of (await listRuns()).runs) await deleteStoredRun(id);
  setLab(createLabState(), true);
  engines = [];
  useEngines(() => {
    engines.push(createScriptedEngine());
    return engine();
  });
  await startLab();
  // Seed 1 trains, the others wait in the order in which they were asked for.
  for (const seed of [1, 2, 3, 4]) {
    editSpec({ seed });
    if (seed === 1) void train();
    else await train();
    await until(() => expect(getLab().runs).toHaveLength(seed));
    await until(() => expect(engine().orders).toHaveLength(1));
  }
});

const trains = (seed: number) => until(() => expect(seedInWork()).toBe(seed));

describe('the queue', () => {
  it('takes runs in their order, each with its place', async () => {
    expect(seeds()).toEqual([2, 3, 4]);
    expect([1, 2, 4].map((seed) => placeInQueue(getLab(), idOf(seed)))).toEqual([0, 1, 3]);
    for (const seed of [1, 2, 3, 4]) {
      await trains(seed);
      await until(() => expect(engine().orders.at(-1)!.spec.seed).toBe(seed));
      engine().finish();
    }
    await until(() =>
      expect(getLab().runs.map(({ status }) => status)).toEqual(Array(4).fill('finished')),
    );
    expect(getLab()).toMatchObject({ active: null, queue: [] });
  });

  it('can be put in another order', async () => {
    moveInQueue(idOf(4), 'up');
    expect(seeds()).toEqual([2, 4, 3]);
    moveInQueue(idOf(2), 'down');
    expect(seeds()).toEqual([4, 2, 3]);
    moveInQueue(idOf(4), 'up'); // first already
    moveInQueue(idOf(3), 'down');
    expect(seeds()).toEqual([4, 2, 3]);
    engine().finish();
    await trains(4);
  });

  it('lets go of a run, which stays in the list to be taken up again', async () => {
    takeFromQueue(idOf(2));
    expect(seeds()).toEqual([3, 4]);
    expect(findRun(idOf(2))).toMatchObject({ status: 'stopped', step: 0 });
    engine().finish();
    await trains(3);
  });

  it('forgets a run that is deleted', async () => {
    await deleteRuns([idOf(2), idOf(3)]);
    expect(seeds()).toEqual([4]);
    engine().finish();
    await trains(4);
  });

  it('goes on after a run that diverged, and after one that failed', async () => {
    engine().diverge('diverged at step 3');
    await trains(2);
    await until(() => expect(engine().orders.at(-1)!.spec.seed).toBe(2));
    engine().fail(new Error('the worker died'));
    await trains(3);
    expect(getLab().runs.map(({ status }) => status)).toEqual([
      ...['diverged', 'failed', 'training', 'queued'],
    ]);
  });

  it('is held by a pause, and goes on with the paused run first', async () => {
    engine().advance(5);
    await pauseAll();
    expect(getLab().active).toBeNull();
    expect(seeds()).toEqual([2, 3, 4]);
    void resumeAll();
    await trains(1);
    expect(seeds()).toEqual([2, 3, 4]);
    await until(() => expect(engine().orders).toHaveLength(2));
    engine().finish();
    await trains(2);
  });

  it('is held by an engine that does not open, so that not every run fails on it', async () => {
    useEngines(() => {
      engines.push({ ...createScriptedEngine(), open: () => Promise.reject(new Error('no')) });
      return engine();
    });
    const { orders } = engines[0]!;
    engines[0]!.fail(new Error('the worker died'));
    await until(() => expect(getLab().engine.phase).toBe('failed'));
    await until(() => expect(getLab().active).toBeNull());
    expect(orders).toHaveLength(1);
    expect(getLab().runs.map(({ status }) => status)).toEqual([
      ...['failed', 'queued', 'queued', 'queued'],
    ]);
  });

  it('is paused when the page opens again, and one press resumes all of it', async () => {
    engine().advance(5);
    await until(async () => {
      const kept = (await listRuns()).runs.map(({ status }) => status);
      expect(kept).toEqual(['training', 'queued', 'queued', 'queued']);
    });
    // The page goes away here; another opens.
    setLab(createLabState(), true);
    engines = [];
    useEngines(() => {
      engines.push(createScriptedEngine());
      return engine();
    });
    await startLab();
    expect(getLab().runs.map(({ status }) => status)).toEqual(Array(4).fill('paused'));
    expect(engine().orders).toEqual([]);
    void resumeAll();
    await trains(1);
    expect(seeds()).toEqual([2, 3, 4]);
    await until(() => expect(engine().orders).toHaveLength(1));
    await pause();
  });
});
