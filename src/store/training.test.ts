// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../core/errors.ts';
import { checkpoints } from '../storage/checkpoints.ts';
import { changeIn } from '../storage/database.ts';
import { deleteRun as deleteStoredRun, listRuns, putRun } from '../storage/runs.ts';
import { readSettings } from '../storage/settings.ts';
import { someCheckpoint } from '../storage/testing.ts';
import { chooseArchitecture, editSpec } from './draft.ts';
import { useEngines } from './engines.ts';
import { createLabState, currentRun, getLab, runBarView, setLab } from './lab.ts';
import { mainAction } from './runBar.ts';
import { deleteRun, restoreRuns, restoreSettings } from './runList.ts';
import { createScriptedEngine, type ScriptedEngine } from './scriptedEngine.ts';
import { startLab } from './start.ts';
import { pause, pressMain, reset, restart, step, train } from './training.ts';

let engines: ScriptedEngine[];
const engine = () => engines.at(-1)!;
const current = () => currentRun(getLab())!;
const label = () => mainAction(runBarView(getLab())).label;

beforeEach(async () => {
  for (const { id } of (await listRuns()).runs) await deleteStoredRun(id);
  setLab(createLabState(), true);
  engines = [];
  useEngines(() => {
    engines.push(createScriptedEngine());
    return engine();
  });
  await startLab();
});

/** Presses the button, and waits until the engine has the order. */
async function begin(press: () => Promise<void> = train): Promise<{ done: Promise<void> }> {
  const before = engine().orders.length;
  const done = press();
  await vi.waitFor(() => expect(engine().orders.length).toBe(before + 1));
  return { done };
}

describe('a run', () => {
  it('is made from the draft, trains, and ends with its final score', async () => {
    expect(label()).toBe('Train');
    const { done } = await begin();
    expect(label()).toBe('Pause');
    expect(current().status).toBe('training');
    expect(current().name).toMatch(/^[a-z]+-[a-z]+$/);
    engine().advance(10);
    engine().finish();
    await done;
    expect(current()).toMatchObject({
      status: 'finished',
      step: getLab().draft.steps,
      datasetSha256: 'ab'.repeat(32),
      environment: { backend: 'wasm' },
    });
    expect(current().final).toMatchObject({ testAccuracy: 0.9 });
    expect(current().history.step).toEqual([10]);
    await vi.waitFor(async () => {
      expect((await listRuns()).runs.map(({ status }) => status)).toEqual(['finished']);
    });
  });

  it('pauses and resumes as the same run', async () => {
    const first = await begin();
    engine().advance(3);
    await pause();
    await first.done;
    expect(current()).toMatchObject({ status: 'paused', step: 3 });
    expect(label()).toBe('Resume');
    const second = await begin(pressMain);
    expect(engine().orders.map(({ runId }) => runId)).toEqual([current().id, current().id]);
    engine().finish();
    await second.done;
    expect(getLab().runs).toHaveLength(1);
  });

  it('takes exactly one step at a time', async () => {
    const first = await begin(step);
    await pause();
    await first.done;
    expect(engine().orders[0]!.untilStep).toBe(1);
    expect(current()).toMatchObject({ status: 'paused', step: 1 });
    const second = await begin(step);
    await pause();
    await second.done;
    expect(engine().orders[1]!.untilStep).toBe(2);
    expect(getLab().runs).toHaveLength(1);
  });

  it('says why it diverged', async () => {
    const { done } = await begin();
    engine().diverge('diverged at step 87: learning rate too high?');
    await done;
    expect(current()).toMatchObject({ status: 'diverged', reason: /step 87/ });
    expect(label()).toBe('Train');
  });

  it('fails with the reason when the worker dies, and the worker is replaced', async () => {
    const { done } = await begin();
    engine().advance(5);
    engine().fail(new Error('the worker failed: out of memory'));
    await done;
    expect(current()).toMatchObject({ status: 'failed', reason: /out of memory/ });
    expect(engines[0]!.isDisposed).toBe(true);
    expect(getLab().notices.at(-1)).toMatchObject({ kind: 'error' });
    await vi.waitFor(() => expect(engines).toHaveLength(2));
    expect(label()).toBe('Train');
  });

  it('is paused, not failed, when a worker that does not pause is replaced', async () => {
    const { done } = await begin();
    engine().pause = () => new Promise(() => {});
    void pause();
    await vi.waitFor(() => expect(getLab().active?.pausing).toBe(true));
    engine().fail(new LabError('worker-ended', { found: 'a', expected: 'b', fix: 'c' }));
    await done;
    expect(current()).toMatchObject({ status: 'paused', step: 0, reason: null });
    expect(engines.length).toBe(2);
    expect(label()).toBe('Resume');
  });

  it('keeps the worker when only the order was wrong', async () => {
    const { done } = await begin();
    engine().fail(new LabError('too-few-images', { found: 'a', expected: 'b', fix: 'c' }));
    await done;
    expect(current().status).toBe('failed');
    expect(engines[0]!.isDisposed).toBe(false);
  });

  it('begins again at its start when its checkpoint cannot be read', async () => {
    const first = await begin();
    await checkpoints.write(someCheckpoint(current().id, 10));
    await changeIn(['chunks'], (transaction) => transaction.objectStore('chunks').clear());
    const reason = await checkpoints.read(current().id).catch((error: Error) => error);
    engine().fail(reason as Error);
    await first.done;
    expect(current()).toMatchObject({ status: 'failed', step: 0, reason: /press Train/ });
    expect(label()).toBe('Train');
    const second = await begin(pressMain);
    expect(engine().orders.at(-1)!.runId).toBe(current().id);
    expect(await checkpoints.read(current().id)).toBeUndefined();
    engine().finish();
    await second.done;
    expect(current().status).toBe('finished');
  });

  it('that failed goes on from a checkpoint that can be read', async () => {
    const first = await begin();
    const checkpoint = someCheckpoint(current().id, 10);
    const read = vi.spyOn(checkpoints, 'read').mockResolvedValue(checkpoint);
    const drop = vi.spyOn(checkpoints, 'delete');
    engine().fail(new LabError('device-fault', { found: 'a', expected: 'b', fix: 'c' }));
    await first.done;
    await vi.waitFor(() => expect(engines).toHaveLength(2));
    expect(current()).toMatchObject({ status: 'failed', step: 10 });
    const second = await begin(pressMain);
    expect(drop).not.toHaveBeenCalled();
    engine().finish();
    await second.done;
    read.mockRestore();
    drop.mockRestore();
  });

  it('tells once that its checkpoints are not stored', async () => {
    const { done } = await begin();
    engine().advance(10, 'no room left, so what this run learns is lost');
    await pause();
    await done;
    expect(getLab().notices.map(({ text }) => text)).toEqual([
      'no room left, so what this run learns is lost',
    ]);
  });

  it('keeps its settings for the next visit at once', async () => {
    editSpec({ seed: 77 });
    const { done } = await begin();
    expect((await readSettings()).draft?.seed).toBe(77);
    engine().finish();
    await done;
  });

  it('is not made of settings that cannot work', async () => {
    editSpec({ trainingImages: 20_000 });
    await train();
    expect(getLab().runs).toHaveLength(0);
    expect(getLab().notices.at(-1)?.text).toMatch(/10,000/);
    editSpec({ trainingImages: 100, steps: 0 });
    await train();
    expect(getLab().notices.at(-1)?.text).toMatch(/Steps/);
  });
});

describe('an edit', () => {
  it('never touches what trains; the next press queues a second run', async () => {
    const first = await begin();
    const firstId = current().id;
    chooseArchitecture('mlp');
    expect(getLab().draft.encoding).toBeNull();
    expect(current().spec.architecture.id).toBe('coordinet');
    expect(label()).toBe('Pause');
    await train();
    expect(getLab().runs.map(({ status }) => status)).toEqual(['training', 'queued']);
    engine().finish();
    await vi.waitFor(() => expect(engine().orders).toHaveLength(2));
    expect(engine().orders[1]!.runId).not.toBe(firstId);
    engine().finish();
    await first.done;
    expect(getLab().runs.map(({ status }) => status)).toEqual(['finished', 'finished']);
  });

  it('brings the encoding back with the architecture', () => {
    const { encoding } = getLab().draft;
    chooseArchitecture('cnn');
    chooseArchitecture('coordinet');
    expect(getLab().draft.encoding).toEqual(encoding);
  });

  it('restarts when asked to: the old run goes, the new one takes its colour', async () => {
    const first = await begin();
    const old = current();
    editSpec({ seed: 5 });
    const second = await begin(restart);
    await first.done;
    expect(getLab().runs).toHaveLength(1);
    expect(current()).toMatchObject({ colour: old.colour, spec: { seed: 5 } });
    expect(engine().forgotten).toContain(old.id);
    engine().finish();
    await second.done;
  });

  it('takes back the settings of an earlier run', async () => {
    const { done } = await begin();
    engine().finish();
    await done;
    const { id, spec } = current();
    editSpec({ seed: 9, steps: 3 });
    restoreSettings(id);
    expect(getLab().draft).toEqual(spec);
  });
});

describe('the list', () => {
  it('brings a deleted run back', async () => {
    const { done } = await begin();
    engine().finish();
    await done;
    const run = current();
    await deleteRun(run.id);
    expect(getLab().runs).toEqual([]);
    expect((await listRuns()).runs).toEqual([]);
    await restoreRuns([run.id]);
    expect(getLab().runs).toEqual([run]);
    await vi.waitFor(async () => expect((await listRuns()).runs).toHaveLength(1));
  });

  it('gives a repeated spec a key and a name of its own', async () => {
    for (const press of [train, train]) {
      const { done } = await begin(press);
      engine().finish();
      await done;
    }
    const [first, second] = getLab().runs;
    expect(second!.id).not.toBe(first!.id);
    expect(second!.name).not.toBe(first!.name);
  });

  it('keeps a finished run on reset, and discards an open one', async () => {
    const first = await begin();
    engine().finish();
    await first.done;
    await reset();
    expect(getLab()).toMatchObject({ selectedId: null });
    expect(getLab().runs).toHaveLength(1);
    const second = await begin();
    await pause();
    await second.done;
    await reset();
    expect(getLab().runs).toHaveLength(1);
    expect(label()).toBe('Train');
  });
});

it('finds a run that the page left training as paused, where its checkpoint is', async () => {
  const { done } = await begin();
  engine().advance(40);
  await vi.waitFor(() => expect(current().step).toBe(40));
  await putRun(current());
  // The page goes away here; another opens.
  setLab(createLabState(), true);
  await startLab();
  expect(getLab().runs.map(({ status, step }) => [status, step])).toEqual([['paused', 0]]);
  expect(label()).toBe('Resume');
  engine().finish();
  await done;
});
