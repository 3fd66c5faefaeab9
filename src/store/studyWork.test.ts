// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listRuns } from '../storage/runs.ts';
import { deleteStudy as deleteStored, listStudies, readStudyRuns } from '../storage/studies.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import { typedPlan } from '../studies/plan/testing.ts';
import { useEngines } from './engines.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { createScriptedEngine, type ScriptedEngine } from './scriptedEngine.ts';
import { startLab } from './start.ts';
import { newStudy, openStudy, pauseStudy, startStudy } from './studies.ts';
import { trainerCount } from './studyTrainers.ts';

const plan = readPlan({ ...typedPlan, factors: [], seeds: [1, 2] });

let engines: ScriptedEngine[];
/** Without the one of Classify. */
const workers = () => engines.slice(1);
const atWork = () => workers().filter((engine) => !engine.isDisposed && engine.isTraining);
const listing = () => getLab().studies.list[0]!;

beforeEach(async () => {
  for (const { study } of (await listStudies()).rows) await deleteStored(study.id);
  vi.stubGlobal('navigator', { hardwareConcurrency: 2, userAgent: 'the test' });
  setLab(createLabState(), true);
  engines = [];
  useEngines(() => {
    engines.push(createScriptedEngine());
    return engines.at(-1)!;
  });
  await startLab();
});

async function begin(): Promise<{ id: string; done: Promise<void> }> {
  const id = (await newStudy(plan))!;
  const done = startStudy(id);
  await vi.waitFor(() => expect(atWork()).toHaveLength(2));
  return { id, done };
}

async function finishAll(done: Promise<void>): Promise<void> {
  let isDone = false;
  void done.then(() => (isDone = true));
  while (!isDone) {
    atWork().forEach((engine) => engine.finish());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('a study in the page', () => {
  it('is planned, trained on two workers of one thread, and through', async () => {
    const id = (await newStudy(plan))!;
    expect(listing()).toMatchObject({ id, state: 'planned', arms: 2, levels: 1, seeds: 2, all: 4 });
    const done = startStudy(id);
    await vi.waitFor(() => expect(atWork()).toHaveLength(2));
    expect(listing().state).toBe('running here');
    expect(workers().map(({ opened }) => opened)).toEqual([{ threads: 1 }, { threads: 1 }]);
    await finishAll(done);
    expect(listing()).toMatchObject({ state: 'finished', ended: 4, all: 4 });
    const { runs } = await readStudyRuns(id);
    expect(runs.map(({ status, spec }) => [status, spec.seed])).toEqual([
      ['finished', 1],
      ['finished', 1],
      ['finished', 2],
      ['finished', 2],
    ]);
    expect(workers().every(({ isDisposed }) => isDisposed)).toBe(true);
    expect(getLab().runs).toEqual([]);
    expect((await listRuns()).runs).toEqual([]);
  });

  it('keeps checkpoints under ids of its own, and deletes them', async () => {
    const { id, done } = await begin();
    await finishAll(done);
    const { runs } = await readStudyRuns(id);
    const forgotten = workers().flatMap((engine) => engine.forgotten);
    expect(forgotten.sort()).toEqual(runs.map((run) => `${id}/${run.id}`).sort());
  });

  it('pauses, and goes on with the same runs', async () => {
    const { id, done } = await begin();
    const before = workers().flatMap(({ orders }) => orders.map(({ runId }) => runId));
    atWork().forEach((engine) => engine.advance(10));
    await pauseStudy(id);
    await done;
    expect(listing()).toMatchObject({ state: 'paused', ended: 0 });
    expect(getLab().studies.progress).toEqual({});
    const again = startStudy(id);
    await vi.waitFor(() => expect(atWork()).toHaveLength(2));
    const after = atWork().flatMap(({ orders }) => orders.map(({ runId }) => runId));
    expect(after.sort()).toEqual(before.sort());
    await finishAll(again);
    expect(listing().state).toBe('finished');
  });

  it('shows its progress, and its runs where it is open', async () => {
    const { id, done } = await begin();
    await openStudy(id, 'queue');
    atWork()[0]!.advance(50);
    await vi.waitFor(() => {
      const steps = getLab().studies.progress[id]?.active.map(({ step }) => step);
      expect(steps?.sort()).toEqual([0, 50]);
    });
    atWork()[0]!.finish();
    await vi.waitFor(() => expect(getLab().studies.open?.runs).toHaveLength(1));
    expect(getLab().studies.open?.study.lookedAt).toBeNull();
    await openStudy(id, 'results');
    expect(getLab().studies.open?.study.lookedAt).not.toBeNull();
    await finishAll(done);
    expect(getLab().studies.open?.runs).toHaveLength(4);
  });

  it('counts a run that diverged, and goes on', async () => {
    const { id, done } = await begin();
    atWork()[0]!.diverge('the loss is not a number');
    await finishAll(done);
    const { runs } = await readStudyRuns(id);
    expect(runs.map(({ status }) => status).sort()).toEqual([
      'diverged',
      'finished',
      'finished',
      'finished',
    ]);
    expect(listing()).toMatchObject({ state: 'finished', ended: 4 });
  });

  it('replaces a worker that broke once, then the run has failed', async () => {
    const { id, done } = await begin();
    const [first, second] = atWork();
    second!.finish();
    first!.fail(new Error('out of memory'));
    await vi.waitFor(() => expect(workers().length).toBe(3));
    expect(first!.isDisposed).toBe(true);
    const third = workers()[2]!;
    await vi.waitFor(() => expect(third.orders).toHaveLength(1));
    expect(third.orders[0]!.runId).toBe(first!.orders[0]!.runId);
    third.fail(new Error('out of memory'));
    await finishAll(done);
    const { runs } = await readStudyRuns(id);
    expect(runs.filter(({ status }) => status === 'failed')).toHaveLength(1);
    expect(listing()).toMatchObject({ state: 'finished', ended: 4 });
  });

  it('pauses where no worker can take the place of one that broke', async () => {
    const { id, done } = await begin();
    useEngines(() => {
      const broken = createScriptedEngine();
      return { ...broken, open: () => Promise.reject(new Error('no memory left')) };
    });
    atWork().forEach((engine) => engine.fail(new Error('out of memory')));
    await done;
    expect((await readStudyRuns(id)).runs).toEqual([]);
    expect(listing().state).toBe('paused');
    expect(getLab().notices.at(-1)?.text).toContain('no memory left');
  });

  it('goes on after a reload, from what was kept', async () => {
    const { id, done } = await begin();
    atWork()[0]!.finish();
    await vi.waitFor(() => expect(listing().ended).toBe(1));
    const old = workers();
    void done;
    // As after a reload: the state is new, what trained is gone, what is stored says it was training.
    vi.resetModules();
    const start = await import('./start.ts');
    const lab = await import('./lab.ts');
    const fresh: ScriptedEngine[] = [];
    const { useEngines: useFresh } = await import('./engines.ts');
    useFresh(() => {
      fresh.push(createScriptedEngine());
      return fresh.at(-1)!;
    });
    await start.startLab();
    await vi.waitFor(() => expect(fresh.filter(({ isTraining }) => isTraining)).toHaveLength(2));
    const runIds = fresh.flatMap(({ orders }) => orders.map(({ runId }) => runId));
    const stillOpen = old[1]!.orders[0]!.runId;
    expect(runIds).toContain(stillOpen);
    expect(runIds).not.toContain(old[0]!.orders[0]!.runId);
    expect(lab.getLab().notices.at(-1)?.text).toContain('goes on');
    for (let i = 0; i < 200 && lab.getLab().studies.list[0]!.state !== 'finished'; i++) {
      fresh.filter(({ isTraining }) => isTraining).forEach((engine) => engine.finish());
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(lab.getLab().studies.list[0]).toMatchObject({ id, state: 'finished', ended: 4 });
    expect((await readStudyRuns(id)).runs).toHaveLength(4);
  });
});

describe('how many runs are trained side by side', () => {
  it.each([
    ['wasm', 1, 9, 1],
    ['wasm', 2, 9, 2],
    ['wasm', 4, 9, 3],
    ['wasm', 16, 9, 4],
    ['wasm', 16, 3, 3],
    ['cpu', 2, 9, 2],
    ['webgpu', 16, 9, 1],
    ['webgl', 16, 9, 1],
  ] as const)('on %s with %d cores and %d cells: %d', (backend, cores, cells, count) => {
    expect(trainerCount(backend, cores, cells)).toBe(count);
  });
});
