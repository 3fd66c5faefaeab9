// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchEnd, SearchPoint } from '../engine/survey.ts';
import { someRun, someSpec } from '../storage/testing.ts';
import { LabError } from '../core/errors.ts';
import { useEngines } from './engines.ts';
import { createHeldSurveys, type HeldSurveys } from './heldSurveys.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { addChange, setTold } from './robustness.ts';
import {
  closeFinding,
  findGeometry,
  runsThatFind,
  showFound,
  soughtGeometries,
  stopFinding,
} from './robustnessFinding.ts';
import { forgetMeasurements } from './robustnessMeasured.ts';
import { askedViewing, stripView } from './robustnessStrip.ts';
import { watchRobustness } from './robustnessWatch.ts';
import { selectRun } from './runList.ts';

const grid = { architecture: { id: 'cnn', options: {} }, encoding: null };
const reads = someRun('reads');
const other = someRun('other', {
  spec: { ...someSpec, dataset: { id: 'where', options: {} } },
});
const runs = [other, someRun('grid', { spec: { ...someSpec, ...grid } }), reads];
const { sought } = soughtGeometries[0]!;
const order = { runId: 'reads', sought, images: 50 };
const best: SearchPoint = { values: [31], entropy: 0.2, stage: 'fine' };
const found = { changes: [{ id: 'rotation', options: { angle: 31 } }], sensor: null };
const end: SearchEnd = { outcome: 'finished', best, rival: null, found };

let prober: HeldSurveys;
const finding = () => getLab().robustness.finding;
const viewing = () => askedViewing(getLab().robustness.viewing, getLab().robustness.assumed);

beforeEach(() => {
  forgetMeasurements();
  setLab({ ...createLabState(), runs, selectedId: 'reads', view: { kind: 'robustness' } }, true);
  const engines = [createHeldSurveys(), createHeldSurveys()];
  prober = engines[1]!;
  let made = 0;
  useEngines(() => engines[made++]!);
  // Untold it reads three of ten, as found eight, told the truth nine.
  prober.answerBy((_, { told, assumed }) => (!told ? 3 : assumed ? 8 : 9));
  addChange('rotation');
});
afterEach(closeFinding);

const searching = () => vi.waitFor(() => expect(prober.searches).toHaveLength(1));

describe('finding the geometry', () => {
  it('is offered for runs of models that read pixels', () => {
    expect(runsThatFind(getLab()).map(({ id }) => id)).toEqual(['reads']);
  });

  it.each(soughtGeometries)('seeks $id among the options of its system', ({ sought: each }) => {
    for (const { from, to } of each.unknowns) expect(from).toBeLessThan(to);
    expect(each.unknowns.length).toBeGreaterThan(0);
  });

  it('shows the search, then what was found, and measures it', async () => {
    const over = findGeometry(order);
    await searching();
    const { order: asked, report } = prober.searches[0]!;
    expect(asked).toMatchObject({ images: 50, sought, viewing: getLab().robustness.viewing });
    const coarse: SearchPoint = { values: [0], entropy: 2, stage: 'coarse' };
    report({ searchId: asked.searchId, points: [coarse], best: coarse, done: 0.5 });
    report({ searchId: asked.searchId, points: [best], best, done: 0.9 });
    await vi.waitFor(() => expect(finding()).toMatchObject({ points: [coarse, best], done: 0.9 }));
    expect(finding()?.phase).toBe('running');
    prober.searches[0]!.finish(end);
    await over;
    expect(finding()).toMatchObject({
      ...{ phase: 'finished', end, best, done: 1 },
      accuracy: { untold: 0.3, found: 0.8, told: 0.9 },
    });
    expect(viewing()).toMatchObject({ told: true, assumed: found });
  });

  it('shows another estimate no longer once the images move; it can be shown again', async () => {
    const over = findGeometry(order);
    await searching();
    prober.searches[0]!.finish(end);
    await over;
    addChange('shift');
    expect(viewing().assumed).toBeUndefined();
    showFound();
    expect(viewing().assumed).toBe(found);
  });

  it('stops, and says so; nothing is measured then', async () => {
    const over = findGeometry(order);
    await searching();
    stopFinding();
    await over;
    expect(prober.stopped).toEqual([prober.searches[0]!.order.searchId]);
    expect(finding()).toMatchObject({ phase: 'stopped', end: null });
    expect(prober.surveys).toEqual([]);
  });

  it('says why it could not be', async () => {
    const over = findGeometry(order);
    await searching();
    const fault = { found: 'no weights', expected: 'some', fix: 'train' };
    prober.searches[0]!.fail(new LabError('gone', fault));
    await over;
    expect(finding()).toMatchObject({ phase: 'failed' });
    expect(finding()?.reason).toContain('no weights');
  });

  it('belongs to its dataset: it ends, and comes back', async () => {
    const unwatch = watchRobustness();
    const over = findGeometry(order);
    await searching();
    selectRun('other');
    await over;
    expect(finding()).toBeNull();
    selectRun('reads');
    expect(finding()).toMatchObject({ runId: 'reads', phase: 'stopped' });
    unwatch();
  });
});

describe('the pictures', () => {
  it('are those of the sensor, and upright where it is told', async () => {
    const unwatch = watchRobustness();
    await vi.waitFor(() => expect(stripView(getLab()).phase).toBe('ready'));
    const untold = stripView(getLab());
    if (untold.phase !== 'ready') throw new Error(untold.phase);
    expect(untold.pictures).toMatchObject({ seen: { height: 2, width: 2 }, upright: null });
    expect(stripView(getLab())).toBe(untold);
    setTold(true);
    await vi.waitFor(() => {
      const told = stripView(getLab());
      if (told.phase !== 'ready') throw new Error(told.phase);
      expect(told.strip).toBe(untold.strip);
      expect(told.pictures?.upright).toMatchObject({ height: 2, width: 2 });
    });
    unwatch();
  });
});
