import { describe, expect, it } from 'vitest';
import {
  curvesOf,
  hasRaised,
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
    testClassAccuracy: [null, null, null],
    validationLoss: [null, null, null],
    validationAccuracy: [null, null, null],
  },
  ...change,
});
const accuracy = { metric: 'accuracy', scale: 'linear', smoothing: 0 } as const;

describe('curves', () => {
  it('draws training dashed and test solid, in per cent', () => {
    const [training, test] = curvesOf([run()], accuracy).series;
    expect(training).toMatchObject({ style: 'dashed', y: [null, 50, 90] });
    expect(test).toMatchObject({ style: 'solid', x: [0, 10, 20], y: [10, 45, 87.5] });
    expect(test!.hover!.at(-1)).toBe('calm-otter 87.5 % · training 90.0 %');
  });

  it('draws validation dotted where there is a slice, and gives it columns of the table', () => {
    const history = {
      ...run().history,
      validationAccuracy: [0.1, 0.5, 0.8],
      validationLoss: [2, 1, 0.7],
    };
    const runs = [run({ history })];
    const { series } = curvesOf(runs, accuracy);
    expect(series.map(({ style }) => style)).toEqual(['dashed', 'dotted', 'solid']);
    expect(series[1]).toMatchObject({ name: 'calm-otter, validation', y: [10, 50, 80] });
    expect(series[2]!.hover!.at(-1)).toBe(
      'calm-otter 87.5 % · training 90.0 % · validation 80.0 %',
    );
    const table = tableOf([...runs, run({ name: 'b' })]);
    expect(table.columns.slice(-2)).toEqual(['Validation accuracy (%)', 'Validation loss (nats)']);
    expect(table.rows.map((row) => row.slice(-2))).toEqual([
      ...[
        [10, 2],
        [50, 1],
        [80, 0.7],
      ],
      ...[
        [null, null],
        [null, null],
        [null, null],
      ],
    ]);
    expect(tableOf([run()]).columns).toHaveLength(6);
    expect(curvesOf([run()], accuracy).series).toHaveLength(2);
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
      scale: 'logarithmic',
      smoothing: 0,
    });
    const cross = chart.series.find((series) => series.style === 'cross');
    expect(cross).toMatchObject({ x: [10], y: [1.6], hover: ['calm-otter diverged by step 20'] });
    expect(chart.y.scale).toBe('logarithmic');
  });

  it('keeps the measured line, faint, behind a smoothed one', () => {
    const { series } = curvesOf([run()], { ...accuracy, smoothing: 0.5 });
    const [measured, training, test] = series;
    expect(measured).toMatchObject({ emphasis: 'faint', style: 'solid', y: [10, 45, 87.5] });
    // Debiased: (0.25 · 10 + 0.5 · 45 + 87.5) / 1.75 at the end, the first value at the start.
    expect(test!.y[0]).toBe(10);
    expect(test!.y[2]).toBeCloseTo((0.25 * 10 + 0.5 * 45 + 87.5) / 1.75, 9);
    expect(test!.hover!.at(-1)).toBe('calm-otter 87.5 % · smoothed 64.3 %');
    expect(training!.y[1]).toBe(50);
  });

  it('turns accuracy into error, and keeps an error of 0 on the lower edge of a log axis', () => {
    const history = { ...run().history, testAccuracy: [0.1, 0.99, 1] };
    const view = { metric: 'error', scale: 'logarithmic', smoothing: 0 } as const;
    const chart = curvesOf([run({ history })], view);
    const [low] = chart.y.range!;
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(1);
    expect(chart.series.find(({ name }) => name === 'calm-otter')!.y).toEqual([90, 1, low]);
    expect(hasRaised([run({ history })], view)).toBe(true);
    expect(hasRaised([run()], view)).toBe(false);
    expect(curvesOf([run({ history })], { ...view, scale: 'linear' }).y.range).toEqual([0, 101]);
  });

  it('leaves training curves out of a crowd', () => {
    const crowd = Array.from({ length: 7 }, (_, id) => run({ id: String(id), name: `run-${id}` }));
    const { series } = curvesOf(crowd, accuracy);
    expect(series.map(({ name }) => name)).toEqual(crowd.map(({ name }) => name));
  });

  it('says in the table where a run diverged, and what was not finite', () => {
    const history = { ...run().history, testLoss: [2.3, 1.6, NaN] };
    const table = tableOf([run({ state: 'diverged', history })]);
    expect(table.columns).toContain('Test loss (nats)');
    expect(table.rows.map((row) => row.at(-1))).toEqual(['', '', 'diverged']);
    expect(table.rows[2]![4]).toBeNaN();
    expect(tableOf([run()]).columns).not.toContain('Note');
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
