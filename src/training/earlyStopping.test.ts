/** Runs that end before their last step: when, with which weights, and whatever interrupts them. */
import { describe, expect, it } from 'vitest';
import { createHostKernels } from '../core/hostKernels.ts';
import type { Checkpoint } from './checkpoint.ts';
import { bestPoint, type History } from './history.ts';
import { ledgerOf, trainUntil, type LoopEnd } from './loop.ts';
import { createRun } from './run.ts';
import type { RunSpec } from './spec.ts';
import { createRecorder, squares, squaresSpec, type Recorder } from './testing.ts';

/** A point at each of its steps. */
const spec: RunSpec = {
  ...squaresSpec,
  architecture: { id: 'mlp', options: { width: 16, layers: 1 } },
  encoding: null,
  trainingImages: 60,
  validationImages: 30,
  steps: 40,
};
const all = { id: 'steps', options: {} };
const byLoss = (loss: number) => ({ id: 'training-loss', options: { loss } });
const byValidation = (patience: number) => ({ id: 'validation', options: { patience } });
/** So large a rate that the validation loss rises and falls; the same at every step, whatever the cap. */
const restless: RunSpec = {
  ...spec,
  schedule: { id: 'constant', options: {} },
  learningRate: 0.3,
  stopping: byValidation(3),
};

interface Course {
  readonly end: LoopEnd;
  readonly history: History;
  readonly last: Checkpoint;
}

async function train(
  wanted: RunSpec,
  {
    around = createRecorder(),
    from,
    until = wanted.steps,
  }: { around?: Recorder; from?: Checkpoint; until?: number } = {},
): Promise<Course> {
  const kernels = createHostKernels('float32');
  const run = createRun(kernels, wanted, squares, from);
  const work = { runId: 'r', run, spec: wanted, dataset: squares, ledger: ledgerOf(from) };
  const end = await trainUntil(work, until, around);
  run.dispose();
  expect(kernels.count()).toBe(0);
  return { end, history: work.ledger.history, last: around.checkpoints.at(-1)! };
}

/** What a run is known by in the end; how long it took is the clock's. */
const whatRemains = ({ end, history, last: { trainedMs, ...last } }: Course) => {
  expect(trainedMs).toBeGreaterThanOrEqual(0);
  return { end, history, last };
};

describe('by training loss', () => {
  it('ends at the first point that is low enough, having gone the way of all steps', async () => {
    const whole = await train({ ...spec, stopping: all });
    const loss = 0.1;
    const first = whole.history.trainLoss.findIndex((each) => each !== null && each <= loss);
    expect(first).toBeGreaterThan(3);
    expect(first).toBeLessThan(35);
    const { end, history, last } = await train({ ...spec, stopping: byLoss(loss) });
    const step = whole.history.step[first]!;
    expect(end).toEqual({ outcome: 'finished', step });
    expect(history.trainLoss).toEqual(whole.history.trainLoss.slice(0, first + 1));
    expect(history.testLoss).toEqual(whole.history.testLoss.slice(0, first + 1));
    const there = await train({ ...spec, stopping: all }, { until: step });
    expect(last.parameters).toEqual(there.last.parameters);
    expect(last.best).toBeUndefined();
  });

  it('takes all steps where the loss is never reached', async () => {
    const { end, history } = await train({ ...spec, stopping: byLoss(1e-6) });
    expect(end).toEqual({ outcome: 'finished', step: 40 });
    expect(history.step.at(-1)).toBe(40);
  });

  it('is decided at recorded points, however often the clock lets the loop look', async () => {
    const slow = { ...spec, steps: 400, stopping: byLoss(0.1) }; // a point every ten steps
    const seldom = await train(slow);
    const often = await train(slow, { around: createRecorder({ msPerLook: 1000 }) });
    expect(seldom.end.step % 10).toBe(0);
    expect(seldom.end.step).toBeLessThan(400);
    expect(whatRemains(often)).toEqual(whatRemains(seldom));
  });
});

describe('by validation', () => {
  it('ends once the loss was not lower for as long as the patience lasts', async () => {
    const { end, history } = await train(restless);
    const best = bestPoint(history)!;
    expect(end.outcome).toBe('finished');
    expect(end.step).toBeLessThan(40);
    expect(history.step.length - 1 - best).toBe(3);
    // At no earlier point had it waited that long.
    for (let points = 1; points < history.step.length; points++) {
      const validationLoss = history.validationLoss.slice(0, points);
      expect(points - 1 - bestPoint({ validationLoss })!).toBeLessThan(3);
    }
  });

  it('keeps the weights of the lowest loss, and shows what they answer', async () => {
    const around = createRecorder();
    const { end, history, last } = await train(restless, { around });
    const bestStep = history.step[bestPoint(history)!]!;
    expect(bestStep).toBe(end.step - 3);
    const there = await train({ ...restless, stopping: all }, { until: bestStep });
    expect(last.step).toBe(end.step);
    expect(last.parameters).toEqual(there.last.parameters);
    expect(last.best).toEqual({ step: bestStep, parameters: there.last.parameters });
    const shown = around.reports.filter(({ predictions }) => predictions);
    const ofBest = shown.find(({ step }) => step === bestStep);
    expect(shown.at(-1)!.points).toEqual([]);
    expect(shown.at(-1)!.predictions).toEqual(ofBest!.predictions);
  });

  it('keeps them also where all steps were taken', async () => {
    const patient = await train(restless);
    const steps = patient.end.step - 1; // one less than its patience would have lasted
    const { end, last } = await train({ ...restless, steps });
    expect(end).toEqual({ outcome: 'finished', step: steps });
    expect(last.best).toEqual(patient.last.best);
    expect(last.parameters).toEqual(patient.last.parameters);
  });

  it('has the same end after a pause at each of its steps', async () => {
    const whole = await train(restless);
    for (let pauseAt = 1; pauseAt <= whole.end.step; pauseAt++) {
      const first = await train(restless, { until: pauseAt });
      const outcome = pauseAt < whole.end.step ? 'paused' : 'finished';
      expect(first.end).toEqual({ outcome, step: pauseAt });
      const second = await train(restless, { from: first.last });
      expect(whatRemains(second)).toEqual(whatRemains(whole));
    }
  });

  it('has the same end when it is paused at every single step, on any clock', async () => {
    const whole = await train(restless);
    const around = createRecorder({ msPerLook: 1000 });
    let course = await train(restless, { around, until: 1 });
    for (let step = 2; course.end.outcome === 'paused'; step++) {
      course = await train(restless, { around, from: course.last, until: step });
    }
    expect(whatRemains(course)).toEqual(whatRemains(whole));
  });

  it('stays as it is when it is asked to go on', async () => {
    const whole = await train(restless);
    const again = await train(restless, { from: whole.last });
    expect(whatRemains(again)).toEqual(whatRemains(whole));
  });
});

describe('the validation slice', () => {
  it('is scored at every point, and changes nothing of training but its images', async () => {
    const { history } = await train({ ...spec, stopping: all });
    for (const column of [history.validationLoss, history.validationAccuracy]) {
      expect(column.every((value) => value !== null && Number.isFinite(value))).toBe(true);
    }
    expect(history.validationLoss.at(-1)).toBeLessThan(history.validationLoss[0]! / 2);
    // Whichever way it stops, the points up to then are the same.
    const stopped = await train({ ...spec, stopping: byValidation(40) });
    expect(stopped.history).toEqual(history);
  });

  it('is not there without images for it', async () => {
    const { history } = await train({ ...spec, validationImages: 0, stopping: all, steps: 4 });
    expect(history.validationLoss).toEqual([null, null, null, null, null]);
    expect(history.validationAccuracy).toEqual([null, null, null, null, null]);
  });
});
