import { describe, expect, it } from 'vitest';
import type { History } from '../../../training/history.ts';
import { analyseStudy } from '../analyseStudy.ts';
import { runsOf, studyOf } from '../testing.ts';
import { classSlices, classTable } from './classSlices.ts';
import { differencesFigure, differencesTable } from './differencesFigure.ts';
import { learningBands, learningTable } from './learningBands.ts';
import { pareto, paretoTable } from './pareto.ts';
import { csvOfTable } from './table.ts';
import { viewCurves, viewTable } from './viewCurves.ts';

const few = { 'Training images': '30' };

describe('learning bands', () => {
  const study = studyOf();
  const history = (
    run: { history: History },
    steps: number[],
    value: (step: number) => number | null,
  ) => ({
    ...run.history,
    step: steps,
    testLoss: steps.map((step) => value(step) ?? NaN),
    validationLoss: steps.map(value),
  });
  const bandsOf = (
    stepsOf: (seed: number) => number[],
    status: (seed: number) => 'finished' | 'diverged' = () => 'finished',
  ) =>
    learningBands(
      study.plan,
      runsOf(study.plan, ({ arm, seed, levels }) =>
        arm === 'CNN' || levels['Training images'] === '100'
          ? null
          : {
              status: status(seed),
              change: (run) => ({
                ...run,
                history: history(run, stepsOf(seed), (step) => step + seed),
              }),
            },
      ),
      { column: 'testLoss', at: few },
    ).bands;

  it('are mean and interval over the seeds at each step', () => {
    const [band, cnn] = bandsOf(() => [0, 10, 20]);
    expect(band).toMatchObject({ arm: 'Coordinet', count: 3, steps: [0, 10, 20], cutAt: null });
    expect(band!.mean).toEqual([2, 12, 22]);
    expect(band!.high[0]! - 2).toBeCloseTo(4.30265273 / Math.sqrt(3), 8);
    expect(band!.runs.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(cnn).toMatchObject({ count: 0, steps: [], mean: [], runs: [] });
  });

  it('end with the first run that stops, while each curve goes on', () => {
    const [band] = bandsOf((seed) => (seed === 2 ? [0, 10] : [0, 10, 20, 30]));
    expect(band).toMatchObject({ steps: [0, 10], cutAt: 10 });
    expect(band!.runs[0]!.steps).toEqual([0, 10, 20, 30]);
  });

  it('have runs that diverged as curves, in no mean and ending none', () => {
    const [band] = bandsOf(
      (seed) => (seed === 3 ? [0, 10] : [0, 10, 20]),
      (seed) => (seed === 3 ? 'diverged' : 'finished'),
    );
    expect(band).toMatchObject({
      count: 2,
      steps: [0, 10, 20],
      mean: [1.5, 11.5, 21.5],
      cutAt: null,
    });
    expect(band!.runs[2]).toMatchObject({ seed: 3, status: 'diverged' });
    expect(
      learningTable({ column: 'testLoss', at: few, bands: [band!] }).rows[1]!.slice(0, 4),
    ).toEqual(['Coordinet', 10, 2, 11.5]);
  });
});

describe('differences', () => {
  it('are the declared ones, tested, then the estimates, which are not', () => {
    const study = studyOf();
    const runs = runsOf(study.plan, ({ arm, seed }) => (arm === 'CNN' ? 0.7 : 0.7 + seed / 100));
    const rows = differencesFigure(study.plan, analyseStudy(study, runs));
    expect(rows.map(({ a, b, where, test }) => [a, b, where, test?.outcome ?? null])).toEqual([
      ['CNN', 'Coordinet', 'Typefaces, mean over Training images 30 and 100', 'too-few-seeds'],
      ['CNN', 'Coordinet', 'Typefaces, N = 30', null],
      ['CNN', 'Coordinet', 'Typefaces, N = 100', null],
    ]);
    expect(rows[1]!.dots.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    const table = differencesTable(rows);
    expect(table.rows.map((row) => row[9])).toEqual(['too few seeds', 'not tested', 'not tested']);
    expect(table.rows[0]![4]).toBeCloseTo(-2, 12);
    expect(table.decimals).toHaveLength(table.columns.length);
  });

  it('stand there once: what is tested is not called untested further down', () => {
    const outcomes = (typed: object) => {
      const study = studyOf(typed);
      const rows = differencesFigure(
        study.plan,
        analyseStudy(
          study,
          runsOf(study.plan, () => 0.8),
        ),
      );
      return rows.map(({ where, test }) => [where, test?.outcome ?? null]);
    };
    const declared = { a: 'Coordinet', b: 'CNN', at: { 'Training images': '30' } };
    expect(outcomes({ comparisons: [declared] })).toEqual([
      ['Typefaces, N = 30', 'too-few-seeds'],
      ['Typefaces, N = 100', null],
    ]);
    expect(outcomes({ factors: [] })).toHaveLength(1);
  });
});

describe('accuracy against cost', () => {
  const arms = ['cheap', 'good', 'worse', 'twin'].map((label, place) => ({
    label,
    changes: { learningRate: 0.001 * (place + 1) },
  }));
  const study = studyOf({ arms });
  const known = { cheap: [10, 0.5], good: [20, 0.9], worse: [30, 0.8], twin: [20, 0.9] } as Record<
    string,
    [number, number]
  >;
  const analysis = analyseStudy(
    study,
    runsOf(study.plan, ({ arm }) => {
      const [cost, testAccuracy] = known[arm]!;
      return { parameterCount: cost, testAccuracy, trainedMs: 1000 * (50 - cost) };
    }),
  );

  it('marks whom no other matches at less cost; equals stand together', () => {
    const front = (cost: 'parameters' | 'time') =>
      pareto(analysis, cost, few).map(({ arm, cost: paid, isFront }) => [arm, paid, isFront]);
    expect(front('parameters')).toEqual([
      ['cheap', 10, true],
      ['good', 20, true],
      ['twin', 20, true],
      ['worse', 30, false],
    ]);
    expect(front('time')).toEqual([
      ['worse', 20_000, true],
      ['good', 30_000, true],
      ['twin', 30_000, true],
      ['cheap', 40_000, false],
    ]);
    expect(paretoTable(pareto(analysis, 'time', few), 'time').rows[0]!.slice(0, 3)).toEqual([
      'worse',
      20,
      80,
    ]);
  });
});

describe('classes', () => {
  it('are the arms that know them, by the names of the dataset', () => {
    const study = studyOf();
    const runs = runsOf(study.plan, ({ arm }) => ({
      change: (run) =>
        arm === 'CNN' ? run : { ...run, final: { ...run.final!, classAccuracy: [0.25, null] } },
    }));
    const analysis = analyseStudy(study, runs);
    const slices = classSlices(analysis, few, ['zero'])!;
    expect(slices).toEqual({
      classNames: ['zero', '1'],
      arms: [{ arm: 'Coordinet', shares: [0.25, null] }],
    });
    expect(classTable(slices)).toMatchObject({
      columns: ['Class', 'Coordinet (%)'],
      rows: [
        ['zero', 25],
        ['1', null],
      ],
    });
    expect(classSlices(analyseStudy(study, []), few)).toBeNull();
  });
});

describe('views', () => {
  const turned = (angle: number, told = false) => ({
    label: `${angle}°${told ? ', told' : ''}`,
    viewing: { changes: [{ id: 'rotation', options: { angle } }], told },
  });
  const curvesOf = (views: readonly object[]) => {
    const study = studyOf({ views });
    const runs = runsOf(study.plan, () => ({
      testAccuracy: 0.9,
      change: (run) => ({
        ...run,
        views: study.plan.views.map((view, place) => ({ ...view, accuracy: 0.8 - place / 10 })),
      }),
    }));
    return viewCurves(study.plan, analyseStudy(study, runs), few);
  };

  it('run along the one number in which they differ, from the plain accuracy on', () => {
    const { axis, curves } = curvesOf([turned(40), turned(20)])!;
    expect(axis).toMatchObject({ unit: '°', none: 0 });
    expect(curves.map(({ arm }) => arm)).toEqual(['Coordinet', 'CNN']);
    expect(curves[0]!.points.map(({ x, mean }) => [x, mean])).toEqual([
      [0, 0.9],
      [20, 0.7000000000000001],
      [40, 0.8],
    ]);
    expect(viewTable({ axis, at: few, curves }).rows[1]!.slice(0, 5)).toEqual([
      'Coordinet',
      'no',
      '20°',
      20,
      3,
    ]);
  });

  it('are a curve of their own where the model is told', () => {
    const { curves } = curvesOf([turned(20), turned(20, true), turned(40), turned(40, true)])!;
    expect(curves.map(({ arm, isTold, points }) => [arm, isTold, points.length])).toEqual([
      ['Coordinet', false, 3],
      ['Coordinet', true, 3],
      ['CNN', false, 3],
      ['CNN', true, 3],
    ]);
  });

  it('stand for themselves where they differ in more, and are none without any', () => {
    const noisy = { label: 'noisy', viewing: { changes: [{ id: 'noise', options: {} }] } };
    const { axis, curves } = curvesOf([turned(20), noisy])!;
    expect(axis).toBeNull();
    expect(curves[0]!.points.map(({ label, x }) => [label, x])).toEqual([
      ['20°', 0],
      ['noisy', 1],
    ]);
    expect(curvesOf([])).toBeNull();
  });
});

it('a table as CSV keeps formulas from running and all digits', () => {
  expect(csvOfTable({ columns: ['=a', 'b'], decimals: [0, 1], rows: [['+1', 0.123456789]] })).toBe(
    "'=a,b\r\n'+1,0.123456789\r\n",
  );
});
