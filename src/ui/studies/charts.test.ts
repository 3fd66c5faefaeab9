import { expect, it } from 'vitest';
import { figureAxes, lastLevels, pareto } from '../../store/studyFigures.ts';
import { analyseStudy } from '../../store/studyReading.ts';
import { runsOf, studyOf } from '../../studies/analysis/testing.ts';
import { coloursOf } from './armColours.ts';
import { efficiencyChart, efficiencyTable } from './results/charts/efficiencyChart.ts';
import { paretoChart } from './results/charts/paretoChart.ts';
import { meansTable, testedTable } from './results/tables.ts';

const study = studyOf();
const { plan } = study;
const accuracyOf = (arm: string, images: string, seed: number) =>
  (arm === 'CNN' ? 0.7 : 0.8) + (images === '100' ? 0.1 : 0) + seed / 1000;
const runs = runsOf(plan, ({ arm, levels, seed }) => ({
  testAccuracy: accuracyOf(arm, levels['Training images']!, seed),
  parameterCount: arm === 'CNN' ? 900 : 500,
}));
const analysis = analyseStudy(study, runs);
const [axis] = figureAxes(plan);
const order = { plan, analysis, axis: axis!, levels: lastLevels(plan), measure: 'error' } as const;

it('the error figure has every run as a dot and each mean on its line', () => {
  const { series, x } = efficiencyChart(order);
  const [dots, line] = series.filter(({ colour }) => colour === 0);
  expect(dots!.y).toHaveLength(6);
  expect(line!.x).toEqual([30, 100]);
  expect(line!.y[0]).toBeCloseTo(100 * (1 - 0.802), 9);
  expect(line!.band!.low[0]!).toBeLessThan(line!.y[0]!);
  expect(line!.band!.high[0]!).toBeGreaterThan(line!.y[0]!);
  expect(x.ticks).toEqual([30, 100]);
});

it('drawn as accuracy, it is the error upside down', () => {
  const accuracy = efficiencyChart({ ...order, measure: 'accuracy' }).series[1]!;
  const error = efficiencyChart(order).series[1]!;
  expect(accuracy.y[0]! + error.y[0]!).toBeCloseTo(100, 9);
  expect(accuracy.band!.low[0]! + error.band!.high[0]!).toBeCloseTo(100, 9);
});

it('without a factor, arms stand beside each other', () => {
  const alone = studyOf({ factors: [], base: { steps: 100, trainingImages: 30 } });
  const found = analyseStudy(
    alone,
    runsOf(alone.plan, ({ seed }) => 0.5 + seed / 100),
  );
  const { x, series } = efficiencyChart({
    ...order,
    plan: alone.plan,
    analysis: found,
    axis: null,
    levels: {},
  });
  expect(x.categories).toEqual(['Coordinet', 'CNN']);
  expect(series.filter(({ style, emphasis }) => style === 'points' && !emphasis)).toHaveLength(2);
});

it('the numbers behind it are the runs, seed by seed', () => {
  const { rows } = efficiencyTable(order);
  expect(rows).toHaveLength(12);
  expect(rows[0]).toEqual(['Coordinet', '30', 1, expect.closeTo(80.1, 9), expect.closeTo(19.9, 9)]);
});

it('what is beaten at less cost lies beside the dotted front', () => {
  const points = pareto(analysis, 'parameters', lastLevels(plan));
  const { series } = paretoChart(points, 'parameters', coloursOf(plan));
  expect(series.map(({ name }) => name)).toEqual(['Coordinet', 'CNN']); // a front of one is no line
  expect(series[0]!.x).toEqual([500]);
});

it('tables say means, intervals, runs, and what was tested', () => {
  const means = meansTable(analysis, ['Training images']);
  expect(means.columns.map(({ label }) => label)).not.toContain('Lost');
  expect(means.rows[0]!.cells.slice(0, 3)).toEqual(['Coordinet', '30', '80.2 %']);
  const tested = testedTable(analysis);
  expect(tested.rows).toHaveLength(plan.comparisons.length);
});

it('lost runs have a column of their own, and enter no mean', () => {
  const lost = runsOf(plan, ({ arm, seed }) =>
    arm === 'CNN' && seed === 1 ? { status: 'diverged' } : 0.9,
  );
  const { columns, rows } = meansTable(analyseStudy(study, lost), ['Training images']);
  const at = columns.findIndex(({ label }) => label === 'Lost');
  const row = rows.find(({ arm }) => arm === 'CNN')!;
  expect(row.cells[at]).toBe('1 diverged');
  expect(row.cells[at - 1]).toBe('2 of 3');
});
