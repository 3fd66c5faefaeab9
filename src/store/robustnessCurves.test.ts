// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readRobustness } from '../storage/robustnessFile.ts';
import { someRun } from '../storage/testing.ts';
import type { Viewing } from '../training/viewing.ts';
import { loadCard } from './datasetCards.ts';
import { useEngines } from './engines.ts';
import { createHeldSurveys, type HeldSurveys } from './heldSurveys.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { addChange, setThreshold, setTold } from './robustness.ts';
import { breakingPointOf, findBreakingPoints, waysOf } from './robustnessBreaking.ts';
import {
  closeCurve,
  isCurveStale,
  knobOf,
  measureCurve,
  stopCurve,
  type CurveChoice,
} from './robustnessCurves.ts';
import { reportOf } from './robustnessExport.ts';
import {
  classDropsAt,
  corruptionErrorsOf,
  flipsOf,
  missingRuns,
  scoreOfRun,
} from './robustnessFigures.ts';
import { beginLive, endLive } from './robustnessLine.ts';
import { forgetMeasurements } from './robustnessMeasured.ts';
import { chooseBaseline, chooseRuns } from './robustnessRuns.ts';

const runs = [someRun('first'), someRun('second')];
const turned: CurveChoice = { kind: 'severity', knob: knobOf('transform', 'rotation') };
const key = 'severity/transform/rotation/angle';
const angleOf = ({ changes }: Viewing): number => Number(changes.at(-1)?.options.angle ?? 0);
/** The first run holds to 100°, the second to 40°; both all the way to the left. */
const rule = ({ runId }: { runId: string }, viewing: Viewing) =>
  angleOf(viewing) > (runId === 'first' ? 100 : 40) ? 4 : 10;

let prober: HeldSurveys;
const curve = (id = key) => getLab().robustness.curves[id]!;
const asked = () =>
  prober.surveys.map(({ order }) => `${order.runs.length} at ${angleOf(order.viewing)}`);

beforeEach(async () => {
  forgetMeasurements();
  setLab({ ...createLabState(), runs, draft: runs[0]!.spec, view: { kind: 'robustness' } }, true);
  const engines = [createHeldSurveys(), createHeldSurveys()];
  prober = engines[1]!;
  let made = 0;
  useEngines(() => engines[made++]!);
  await loadCard(runs[0]!.spec.dataset, runs[0]!.spec.seed);
});
afterEach(() => closeCurve(key));

describe('a severity curve', () => {
  it('measures all runs at each strength, and is shown', async () => {
    prober.answerBy(rule);
    await measureCurve(turned);
    const { points, phase, done, title } = curve();
    expect({ phase, done, title }).toEqual({ phase: 'finished', done: 13, title: 'Rotation' });
    expect(getLab().robustness.shownCurve).toBe(key);
    const rights = (id: string) => points.map(({ survey }) => scoreOfRun(survey, id)?.right);
    expect(rights('first')).toEqual([...Array<number>(10).fill(10), 4, 4, 4]);
    expect(rights('second')).toEqual([...Array<number>(8).fill(10), ...Array<number>(5).fill(4)]);
  });

  it('asks only for what is missing: a run more', async () => {
    prober.answerBy(rule);
    chooseRuns(['first']);
    await measureCurve(turned);
    expect(asked()).toHaveLength(13);
    chooseRuns(['first', 'second']);
    expect(missingRuns(getLab(), curve())).toEqual(['second']);
    await measureCurve(turned);
    expect(asked()).toHaveLength(26);
    expect(prober.surveys.at(-1)!.order.runs.map(({ runId }) => runId)).toEqual(['second']);
    expect(missingRuns(getLab(), curve())).toEqual([]);
    await measureCurve(turned);
    expect(asked()).toHaveLength(26);
  });

  it('stops where it is, and what was measured stays', async () => {
    const measuring = measureCurve(turned);
    await vi.waitFor(() => expect(prober.surveys).toHaveLength(1));
    prober.surveys[0]!.part('first', 0, new Uint8Array(10).fill(1));
    prober.surveys[0]!.part('second', 0, new Uint8Array(10).fill(1));
    prober.surveys[0]!.finish();
    await vi.waitFor(() => expect(prober.surveys).toHaveLength(2));
    stopCurve(key);
    await measuring;
    expect(curve()).toMatchObject({ phase: 'stopped', done: 1 });
    expect(curve().points.map(({ survey }) => survey.phase)).toEqual([
      'finished',
      ...Array<string>(12).fill('stopped'),
    ]);
    expect(prober.stopped).toEqual([prober.surveys[1]!.order.surveyId]);
    expect(prober.surveys).toHaveLength(2);
  });

  it('waits while the sliders move, and takes the interrupted point up again', async () => {
    const measuring = measureCurve(turned);
    await vi.waitFor(() => expect(prober.surveys).toHaveLength(1));
    beginLive();
    await vi.waitFor(() => expect(prober.stopped).toHaveLength(1));
    prober.answerBy(rule);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(prober.surveys).toHaveLength(1);
    endLive();
    await measuring;
    expect(asked().slice(0, 3)).toEqual(['2 at -180', '2 at -180', '2 at -150']);
    expect(curve().phase).toBe('finished');
  });

  it('goes on past a strength that shows nothing, and says so there', async () => {
    const measuring = measureCurve(turned);
    await vi.waitFor(() => expect(prober.surveys).toHaveLength(1));
    prober.answerBy(rule);
    prober.surveys[0]!.fail(new Error('nothing is seen'));
    await measuring;
    expect(curve()).toMatchObject({ phase: 'finished', done: 13, reason: null });
    expect(curve().points[0]!.survey).toMatchObject({ phase: 'failed' });
    expect(curve().points[0]!.survey.reason).toContain('nothing is seen');
  });

  it('is stale where anything but its own knob is changed', async () => {
    prober.answerBy(rule);
    await measureCurve(turned);
    expect(isCurveStale(getLab(), curve())).toBe(false);
    addChange('rotation');
    expect(isCurveStale(getLab(), curve())).toBe(false);
    setTold(true);
    expect(isCurveStale(getLab(), curve())).toBe(true);
    setTold(false);
    addChange('noise');
    expect(isCurveStale(getLab(), curve())).toBe(true);
  });

  it('tells what is lost first, image by image and class by class', async () => {
    prober.answerBy(rule);
    await measureCurve(turned);
    const flips = flipsOf(curve(), 'second', 'up');
    expect(flips).toHaveLength(6);
    expect(flips[0]).toMatchObject({ strength: 60, image: 4, number: 5, label: 1, becomes: 0 });
    expect(flipsOf(curve(), 'second', 'down')).toEqual([]);
    expect(classDropsAt(curve(), 'first', 12)).toEqual([
      { label: 1, before: 1, after: 0.4, drop: 0.6 },
    ]);
  });
});

describe('breaking points', () => {
  it('are narrowed down between the strengths of the curve', async () => {
    prober.answerBy(rule);
    await measureCurve(turned);
    const before = prober.surveys.length;
    expect(waysOf(curve())).toEqual(['up', 'down']);
    expect(breakingPointOf(getLab(), curve(), 'first', 'up')).toBeNull();
    await findBreakingPoints(key);
    for (const [id, limit] of [
      ['first', 100],
      ['second', 40],
    ] as const) {
      const point = breakingPointOf(getLab(), curve(), id, 'up');
      if (point?.kind !== 'breaks') throw new Error(point?.kind);
      expect(point.held).toBeLessThanOrEqual(limit);
      expect(point.strength).toBeGreaterThan(limit);
      expect(point.strength - point.held).toBeLessThanOrEqual(1.8);
      expect(breakingPointOf(getLab(), curve(), id, 'down')).toEqual({ kind: 'never', held: -180 });
    }
    expect(curve().isBreaking).toBe(false);
    expect(prober.surveys.length - before).toBe(10); // five halvings of 30° each
    const strengths = curve().between.map(({ strength }) => strength!);
    expect(strengths).toEqual(strengths.toSorted((a, b) => a - b));
  });

  it('at another threshold ask again only where that decides', async () => {
    prober.answerBy(rule);
    await measureCurve(turned);
    setThreshold(0.3);
    const before = prober.surveys.length;
    await findBreakingPoints(key);
    expect(prober.surveys).toHaveLength(before);
    expect(breakingPointOf(getLab(), curve(), 'second', 'up')).toEqual({
      kind: 'never',
      held: 180,
    });
  });
});

describe('the corruptions of MNIST-C', () => {
  const suite = 'suite/mnist-c';
  /** The first run errs in one of ten, the second in two; under any corruption twice as often. */
  const errs = ({ runId }: { runId: string }, { changes }: Viewing) =>
    10 - (runId === 'first' ? 1 : 2) * (changes.length > 0 ? 2 : 1);

  it('have errors against the baseline', async () => {
    prober.answerBy(errs);
    await measureCurve({ kind: 'suite', id: 'mnist-c' });
    expect(curve(suite).points).toHaveLength(16);
    const errors = corruptionErrorsOf(getLab(), curve(suite))!;
    expect(errors.baselineId).toBe('first');
    expect(errors.rows[0]!.absolute.mean).toBe(1);
    expect(errors.rows[1]!.absolute.mean).toBeCloseTo(2, 12);
    chooseBaseline('second');
    const other = corruptionErrorsOf(getLab(), curve(suite))!;
    expect(other.rows[0]!.absolute.mean).toBeCloseTo(0.5, 12);
    closeCurve(suite);
  });

  it('are saved with the curves in a file that reads back', async () => {
    prober.answerBy(errs);
    expect(reportOf(getLab())).toBeNull();
    await measureCurve({ kind: 'suite', id: 'mnist-c' });
    await measureCurve(turned);
    const report = reportOf(getLab())!;
    const { exportRobustness } = await import('../storage/robustnessFile.ts');
    const read = await readRobustness(exportRobustness(report));
    expect(read.measurements).toHaveLength(16 + 13);
    expect(read.corruptionErrors?.rows.map(({ mCE }) => mCE?.toFixed(9))).toEqual([
      '1.000000000',
      '2.000000000',
    ]);
    expect(read.runs.map(({ id }) => id)).toEqual(['first', 'second']);
    closeCurve(suite);
  });
});
