import { describe, expect, it } from 'vitest';
import {
  curvesOf,
  sameCurves,
  summaryOf,
  tableOf,
  thinned,
  type CurveRun,
} from './learningCurves.ts';

const run = (change: Partial<CurveRun> = {}): CurveRun => ({
  id: 'a',
  name: 'calm-otter',
  colour: 0,
  hidden: false,
  state: 'training',
  history: {
    step: [0, 10, 20],
    trainLoss: [null, 1.5, 0.5],
    trainAccuracy: [null, 0.5, 0.9],
    testLoss: [2.3, 1.6, 0.6],
    testAccuracy: [0.1, 0.45, 0.875],
  },
  ...change,
});
const accuracy = { metric: 'accuracy', lossScale: 'linear' } as const;

describe('curves', () => {
  it('draws training dashed and test solid, in per cent', () => {
    const [training, test] = curvesOf([run()], accuracy).series;
    expect(training).toMatchObject({ style: 'dashed', y: [null, 50, 90] });
    expect(test).toMatchObject({ style: 'solid', x: [0, 10, 20], y: [10, 45, 87.5] });
    expect(test!.hover!.at(-1)).toBe('calm-otter 87.5 % · training 90.0 %');
  });

  it('grows into the steps that were asked for, and beyond when a run went further', () => {
    expect(curvesOf([run()], { ...accuracy, steps: 100 }).x.range).toEqual([0, 100]);
    expect(curvesOf([run()], { ...accuracy, steps: 5 }).x.range).toEqual([0, 20]);
  });

  it('leaves hidden runs out of the drawing and keeps them in the table', () => {
    const runs = [run({ hidden: true })];
    expect(curvesOf(runs, accuracy).series).toEqual([]);
    expect(tableOf(runs).rows).toHaveLength(3);
  });

  it('marks where a run diverged, at its last finite value', () => {
    const history = { ...run().history, testLoss: [2.3, 1.6, NaN] };
    const chart = curvesOf([run({ state: 'diverged', history })], {
      metric: 'loss',
      lossScale: 'logarithmic',
    });
    const cross = chart.series.find((series) => series.style === 'cross');
    expect(cross).toMatchObject({ x: [10], y: [1.6], hover: ['calm-otter diverged by step 20'] });
    expect(chart.y.scale).toBe('logarithmic');
  });

  it('keeps first and last when it thins a long history', () => {
    const indices = thinned(10_000, 250);
    expect(indices).toHaveLength(250);
    expect([indices[0], indices.at(-1)]).toEqual([0, 9999]);
    expect(new Set(indices).size).toBe(250);
    expect(thinned(3, 250)).toEqual([0, 1, 2]);
  });
});

it('knows lists of runs that draw the same curves', () => {
  const first = run();
  expect(sameCurves([first], [{ ...first }])).toBe(true);
  expect(sameCurves([first], [{ ...first, hidden: true }])).toBe(false);
  expect(sameCurves([first], [{ ...first, history: { ...first.history } }])).toBe(false);
  expect(sameCurves([first], [])).toBe(false);
});

describe('summary', () => {
  it('says where each run stands', () => {
    const text = summaryOf([run(), run({ name: 'b', hidden: true })], 'accuracy');
    expect(text).toBe('Test accuracy by training step. calm-otter 87.5 % at step 20.');
  });
  it('says so when there is nothing to show', () => {
    expect(summaryOf([], 'loss')).toContain('no run to show yet');
  });
});
