// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunAnswer } from '../engine/survey.ts';
import { someRun } from '../storage/testing.ts';
import { useEngines } from './engines.ts';
import { createHeldSurveys, predictionsWith, type HeldSurveys } from './heldSurveys.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { addChange, setChange, setTold } from './robustness.ts';
import { scoreOfRun } from './robustnessFigures.ts';
import { forgetMeasurements } from './robustnessMeasured.ts';
import { chooseRuns } from './robustnessRuns.ts';
import { watchRobustness } from './robustnessWatch.ts';
import { deleteRun } from './runList.ts';

const runs = [someRun('first'), someRun('second')];
let prober: HeldSurveys;
let unwatch: () => void;
const survey = () => getLab().robustness.survey;
const answers = () => getLab().robustness.answers;
const newest = () => prober.surveys.at(-1)!;
const surveys = (count: number) =>
  vi.waitFor(() => expect(prober.surveys).toHaveLength(count), { timeout: 4000 });

beforeEach(() => {
  forgetMeasurements();
  setLab({ ...createLabState(), runs, draft: runs[0]!.spec, view: { kind: 'robustness' } }, true);
  const engines = [createHeldSurveys(), createHeldSurveys()];
  prober = engines[1]!;
  let made = 0;
  useEngines(() => engines[made++]!);
  unwatch = watchRobustness();
});
afterEach(() => unwatch());

describe('the survey of the test set', () => {
  it('fills in as it comes, run by run, and counts what is right', async () => {
    await surveys(1);
    newest().part('first', 0, predictionsWith(3).subarray(0, 4));
    await vi.waitFor(() => expect(scoreOfRun(survey(), 'first')).not.toBeNull());
    expect(scoreOfRun(survey(), 'first')).toMatchObject({ right: 3, total: 4, isWhole: false });
    expect(scoreOfRun(survey(), 'second')).toBeNull();
    newest().part('first', 4, new Uint8Array(6).fill(1));
    newest().refuse('second', 'its weights are gone');
    newest().finish();
    await vi.waitFor(() => expect(survey()?.phase).toBe('finished'));
    expect(scoreOfRun(survey(), 'first')).toMatchObject({ right: 9, total: 10, isWhole: true });
    expect(survey()?.byRun['second']?.reason).toBe('its weights are gone');
  });

  it('is stopped by the next move; the figures before stay, marked, until there are newer', async () => {
    prober.answerBy(() => 8);
    await vi.waitFor(() => expect(scoreOfRun(survey(), 'first')).toMatchObject({ right: 8 }));
    await vi.waitFor(() => expect(survey()?.phase).toBe('finished'));
    unwatch();
    unwatch = watchRobustness(); // known already: nothing is asked
    await vi.waitFor(() => expect(survey()?.phase).toBe('finished'));
    expect(prober.surveys).toHaveLength(1);
    addChange('rotation');
    expect(scoreOfRun(survey(), 'first')).toMatchObject({ right: 8, isStale: true });
    await surveys(2);
  });

  it('of a move on the way is never asked for, and one under way is stopped', async () => {
    await surveys(1);
    const first = newest().order;
    addChange('rotation');
    await vi.waitFor(() => expect(prober.stopped).toEqual([first.surveyId]));
    setChange(0, { angle: 40 });
    setChange(0, { angle: 50 });
    await surveys(2);
    expect(newest().order.viewing.changes[0]!.options).toMatchObject({ angle: 50 });
    // What comes late is no figure of this viewing.
    prober.surveys[0]!.part('first', 0, predictionsWith(10));
    newest().part('first', 0, predictionsWith(2));
    await vi.waitFor(() => expect(scoreOfRun(survey(), 'first')?.right).toBe(2));
  });

  it('asks what is not known alone: a run more', async () => {
    chooseRuns(['first']);
    prober.answerBy(() => 8);
    await vi.waitFor(() => expect(survey()?.phase).toBe('finished'));
    const asked = prober.surveys.length;
    chooseRuns(['first', 'second']);
    await surveys(asked + 1);
    expect(newest().order.runs.map(({ runId }) => runId)).toEqual(['second']);
    await vi.waitFor(() => expect(scoreOfRun(survey(), 'second')?.right).toBe(8));
    expect(scoreOfRun(survey(), 'first')).toMatchObject({ right: 8, isStale: false });
  });

  it('says why there is none, and goes on with the next', async () => {
    await surveys(1);
    newest().fail(new Error('the device is lost'));
    await vi.waitFor(() => expect(survey()).toMatchObject({ phase: 'failed' }));
    expect(survey()?.reason).toContain('the device is lost');
    addChange('noise');
    await surveys(2);
  });

  it('forgets a run that is deleted', async () => {
    prober.answerBy(() => 8);
    await vi.waitFor(() => expect(survey()?.phase).toBe('finished'));
    await deleteRun('first');
    await vi.waitFor(() => expect(Object.keys(survey()!.byRun)).toEqual(['second']));
    expect(Object.keys(answers())).toEqual(['second']);
  });
});

describe('the answers about the strip', () => {
  it('stay while others are on their way, and the newest question wins', async () => {
    await vi.waitFor(() => expect(Object.keys(answers())).toEqual(['first', 'second']));
    const asked: number[] = [];
    const waiting: ((answers: RunAnswer[]) => void)[] = [];
    prober.predictViewed = (_, viewing) => {
      asked.push(Number(viewing.changes[0]?.options.angle));
      return new Promise((resolve) => waiting.push(resolve));
    };
    addChange('rotation');
    for (const angle of [10, 20, 40]) setChange(0, { angle });
    expect(Object.keys(answers())).toHaveLength(2);
    await vi.waitFor(() => expect(asked).toEqual([30]));
    const probabilities = Float32Array.from([1, 0, 1, 0]);
    waiting[0]!([
      { runId: 'first', probabilities },
      { runId: 'second', reason: 'none' },
    ]);
    await vi.waitFor(() => expect(asked).toEqual([30, 40]));
    expect(answers()).toEqual({ first: { probabilities }, second: { reason: 'none' } });
    waiting[1]!([{ runId: 'second', probabilities }]);
    await vi.waitFor(() => expect(answers()['second']).toEqual({ probabilities }));
  });

  it('a sensor that shows nothing is said, and asks nobody', async () => {
    await vi.waitFor(() => expect(Object.keys(answers())).toHaveLength(2));
    addChange('shift');
    setChange(0, { x: 14 });
    setTold(true);
    await vi.waitFor(() => expect(answers()).toEqual({}));
    expect(survey()).toBeNull();
  });
});
