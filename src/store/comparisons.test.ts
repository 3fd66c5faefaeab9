// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteRun as deleteStoredRun, listRuns } from '../storage/runs.ts';
import { durationOf, readComparison, readPair } from './comparisonReading.ts';
import {
  actionOf,
  armSpecs,
  cancelRest,
  comparisonAction,
  comparisons,
  openComparison,
  pressComparison,
  showBench,
  showComparison,
} from './comparisons.ts';
import { editSpec, takeSpec } from './draft.ts';
import { useEngines } from './engines.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { openLink } from './openLink.ts';
import { deleteRuns } from './runList.ts';
import { createScriptedEngine, type ScriptedEngine } from './scriptedEngine.ts';
import { startLab } from './start.ts';
import { pressMain, train } from './training.ts';

const ID = 'sum-mean-or-maximum';
let engine: ScriptedEngine;
const open = () => openComparison(getLab())!;
const states = () => open().arms.map(({ state }) => state);
const action = () => actionOf(getLab(), open());

/** A net, not a measure of speed: what is stored follows within a second or two. */
const until = <Value>(check: () => Value | Promise<Value>) =>
  vi.waitFor(check, { timeout: 30_000 });

beforeEach(async () => {
  for (const { id } of (await listRuns()).runs) await deleteStoredRun(id);
  setLab(createLabState(), true);
  useEngines(() => (engine = createScriptedEngine()));
  await startLab();
  window.history.replaceState(null, '', '/');
});

/** Until the engine has been given that many orders. */
const ordered = (count: number) => until(() => expect(engine.orders).toHaveLength(count));

async function finishAll(): Promise<void> {
  for (let count = engine.orders.length; getLab().active; count++) {
    await ordered(count);
    engine.finish();
    await until(() => {
      const isNext = engine.orders.length > count || getLab().active === null;
      expect(isNext).toBe(true);
    });
  }
}

describe('a comparison', () => {
  it('trains its arms one after another, and says what came out', async () => {
    showComparison(ID);
    expect(states()).toEqual([null, null, null]);
    expect(action()).toBe('Train');
    expect(getLab().runs).toEqual([]); // nothing runs by itself
    void pressComparison();
    await ordered(1);
    expect(states()).toEqual(['training', 'queued', 'queued']);
    expect(action()).toBe('Pause');
    expect(readComparison(open())).toMatchObject({ isThrough: false, finding: '' });
    await finishAll();
    expect(states()).toEqual(['finished', 'finished', 'finished']);
    expect(action()).toBe('Done');
    const { comparison } = getLab().runs[0]!;
    expect(comparison).toMatch(/^sum-mean-or-maximum\/\d{4}-\d\d-\d\dT/);
    expect(new Set(getLab().runs.map((run) => run.comparison))).toEqual(new Set([comparison]));
    const reading = readComparison(open());
    expect(reading.isThrough).toBe(true);
    expect(reading.finding).toMatch(/too close to call/); // the script gives all the same score
    expect(reading.caution).toMatch(/^One run each/);
  });

  it('uses a run that was trained before, and trains only what is missing', async () => {
    takeSpec(
      armSpecs(
        comparisons.find(({ id }) => id === ID)!,
        'whole',
      )[1]!,
    );
    void train();
    await ordered(1);
    engine.finish();
    await until(() => expect(getLab().runs[0]!.status).toBe('finished'));
    showComparison(ID);
    expect(states()).toEqual([null, 'finished', null]);
    void pressComparison();
    await ordered(2);
    await finishAll();
    expect(getLab().runs).toHaveLength(3);
    expect(getLab().runs[0]!.comparison).toBeNull();
    await deleteRuns([getLab().runs[1]!.id]);
    expect(states()).toEqual([null, 'finished', 'finished']);
    expect(action()).toBe('Train');
  });

  it('pauses and resumes, also after a diverged arm', async () => {
    showComparison(ID);
    void pressComparison();
    await ordered(1);
    engine.diverge('diverged at step 2');
    await ordered(2);
    void pressComparison();
    await until(() => expect(getLab().active).toBeNull());
    expect(states()).toEqual(['diverged', 'paused', 'queued']);
    expect(action()).toBe('Resume');
    void pressComparison();
    await ordered(3);
    await finishAll();
    expect(states()).toEqual(['diverged', 'finished', 'finished']);
    expect(readComparison(open()).rows.map(({ rank }) => rank)).toEqual([1, 1, null]);
  });

  it('can be cut short: what waits goes, what trains goes on', async () => {
    showComparison(ID);
    void pressComparison();
    await ordered(1);
    cancelRest();
    expect(states()).toEqual(['training', null, null]);
    engine.finish();
    await until(() => expect(getLab().active).toBeNull());
    expect(getLab().runs).toHaveLength(1);
    expect(action()).toBe('Train');
    await until(async () => expect((await listRuns()).runs).toHaveLength(1));
  });

  it('waits behind a run of another kind', async () => {
    editSpec({ seed: 77 });
    void pressMain();
    await ordered(1);
    showComparison(ID);
    expect(action()).toBe('Queue');
    await pressComparison();
    expect(states()).toEqual(['queued', 'queued', 'queued']);
    expect(getLab().runs.find(({ spec }) => spec.seed === 77)!.status).toBe('training');
    engine.finish();
    await ordered(2);
    await finishAll();
  });

  it('leaves the set-up as it was, and the address to it afterwards', () => {
    editSpec({ seed: 5 });
    showComparison(ID, 'quick');
    expect(window.location.hash).toBe(`#comparison=${ID}&size=quick`);
    expect(getLab().draft.seed).toBe(5);
    showBench();
    expect(window.location.hash).toBe('#seed=5');
  });
});

describe('a link', () => {
  it('opens a comparison and trains nothing', () => {
    openLink(`#comparison=${ID}&size=quick`);
    expect(getLab().view).toEqual({ kind: 'comparison', id: ID, size: 'quick' });
    expect(getLab().runs).toEqual([]);
  });
  it('to a comparison that is not here says so, and the lab goes on', () => {
    for (const id of ['of-another-lab', '__proto__', 'x'.repeat(5000)]) {
      openLink(`#comparison=${id}`);
      expect(getLab().view).toEqual({ kind: 'bench' });
      expect(getLab().notices.at(-1)!.text).toMatch(
        /comparison “.{1,42}” in the link.*the set-up stays as it was/,
      );
    }
  });
  it('sets up what it can', () => {
    openLink('#architecture=mlp&architecture.width=64&steps=many&seed=3');
    expect(getLab().draft).toMatchObject({ seed: 3, steps: 1000 });
    expect(getLab().draft.architecture).toMatchObject({ id: 'mlp', options: { width: 64 } });
    expect(getLab().notices.at(-1)!.text).toMatch(/steps = “many”/);
  });
});

describe('the main button of a comparison', () => {
  const spec = armSpecs(comparisons[0]!, 'whole')[0]!;
  const arms = (...all: (null | 'finished' | 'training' | 'queued' | 'paused' | 'failed')[]) =>
    all.map((state) => ({ label: '', spec, state, final: null }));
  const idle = { isBusy: false, isOnArm: false };
  it('does the one thing that leads on', () => {
    expect(comparisonAction(arms(null, null), idle)).toBe('Train');
    expect(comparisonAction(arms('finished', null), idle)).toBe('Train');
    expect(comparisonAction(arms('finished', 'paused'), idle)).toBe('Resume');
    expect(comparisonAction(arms('queued', 'queued'), idle)).toBe('Resume');
    expect(comparisonAction(arms('failed', 'finished'), idle)).toBe('Resume');
    expect(comparisonAction(arms('finished', 'finished'), idle)).toBe('Done');
    const own = { isBusy: true, isOnArm: true };
    expect(comparisonAction(arms('training', 'queued'), own)).toBe('Pause');
    const other = { isBusy: true, isOnArm: false };
    expect(comparisonAction(arms(null, 'paused'), other)).toBe('Queue');
    expect(comparisonAction(arms('queued', 'queued'), other)).toBe('Pause');
  });
});

it('tells how long it will take once the machine is known', async () => {
  const specs = armSpecs(
    comparisons.find(({ id }) => id === ID)!,
    'whole',
  );
  expect(durationOf(specs, { ...getLab(), cards: {} })).toBeUndefined();
  await until(() => expect(durationOf(specs, getLab())).toBeGreaterThan(0));
});

it('sets two runs against each other only on the same images', async () => {
  showComparison(ID);
  void pressComparison();
  await ordered(1);
  await finishAll();
  const [a, b] = getLab().runs;
  expect(readPair(a!, b!)).toMatch(/came out alike here\. One run each/);
  const elsewhere = { ...b!, spec: { ...b!.spec, dataset: { id: 'where', options: {} } } };
  expect(readPair(a!, elsewhere)).toBeUndefined();
});
