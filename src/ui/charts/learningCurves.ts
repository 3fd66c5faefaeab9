/** What the learning curves show, as data: series, table and summary of a set of runs. */
import type { Chart, ChartTable, Series } from './chart.ts';

/** The columns of training/history.ts. */
export interface CurveHistory {
  readonly step: readonly number[];
  readonly trainLoss: readonly (number | null)[];
  readonly trainAccuracy: readonly (number | null)[];
  readonly testLoss: readonly number[];
  readonly testAccuracy: readonly number[];
}

export interface CurveRun {
  readonly id: string;
  readonly name: string;
  /** Place in the order of run colours. */
  readonly colour: number;
  readonly history: CurveHistory;
  /** Left out of the drawing, kept in the table. */
  readonly hidden: boolean;
  /** A RunState; `diverged` is marked where it happened. */
  readonly state: string;
}

/** true when two lists of runs draw the same curves: steps pass more often than points come. */
export function sameCurves(a: readonly CurveRun[], b: readonly CurveRun[]): boolean {
  const keys = ['id', 'name', 'colour', 'history', 'hidden', 'state'] as const;
  return (
    a.length === b.length &&
    a.every((run, index) => keys.every((key) => run[key] === b[index]![key]))
  );
}

export type Metric = 'accuracy' | 'loss';
export type LossScale = 'linear' | 'logarithmic';

/** Points drawn per curve; a chart some 500 pixels wide shows no more, and redraws stay cheap. */
const drawnPoints = 250;

/** Indices of at most `most` of `count` points, evenly spread, first and last among them. */
export function thinned(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: most }, (_, place) => Math.round((place * (count - 1)) / (most - 1)));
}

/** Rounded where only floating-point dust is left. */
const percent = (share: number | null): number | null =>
  share === null ? null : Number((100 * share).toPrecision(9));

/** `95.6 %` or `0.132`, as the labels say it. */
export function valueText(metric: Metric, value: number | null): string {
  if (value === null) return '–';
  if (!Number.isFinite(value)) return 'not finite';
  return metric === 'accuracy' ? `${value.toFixed(1)} %` : value.toPrecision(3);
}

interface Columns {
  readonly step: readonly number[];
  readonly train: readonly (number | null)[];
  readonly test: readonly (number | null)[];
}

function columnsOf({ history }: CurveRun, metric: Metric): Columns {
  const { step } = history;
  return metric === 'accuracy'
    ? { step, train: history.trainAccuracy.map(percent), test: history.testAccuracy.map(percent) }
    : { step, train: history.trainLoss, test: history.testLoss };
}

/** Training thin and dashed, test solid with a label for both, and a cross where a run diverged. */
function seriesOf(run: CurveRun, metric: Metric): Series[] {
  const columns = columnsOf(run, metric);
  const points = thinned(columns.step.length, drawnPoints);
  const x = points.map((point) => columns.step[point]!);
  const train = points.map((point) => columns.train[point] ?? null);
  const test = points.map((point) => columns.test[point] ?? null);
  const hover = points.map((_, index) => {
    const training = valueText(metric, train[index]!);
    return `${run.name} ${valueText(metric, test[index]!)} · training ${training}`;
  });
  const { colour, name } = run;
  return [
    { name: `${name}, training`, colour, style: 'dashed', x, y: train },
    { name, colour, style: 'solid', x, y: test, hover },
    ...crossOf(run, columns),
  ];
}

function crossOf(run: CurveRun, columns: Columns): Series[] {
  if (run.state !== 'diverged') return [];
  const last = columns.test.findLastIndex((value) => value !== null && Number.isFinite(value));
  if (last < 0) return [];
  const step = columns.step.at(-1)!;
  const { name, colour } = run;
  const hover = [`${name} diverged by step ${step}`];
  const y = [columns.test[last]!];
  return [
    { name: `${name}, diverged`, colour, style: 'cross', x: [columns.step[last]!], y, hover },
  ];
}

export function curvesOf(
  runs: readonly CurveRun[],
  options: { metric: Metric; lossScale: LossScale; steps?: number | undefined },
): Chart {
  const { metric, lossScale, steps } = options;
  const shown = runs.filter((run) => !run.hidden);
  const end = Math.max(steps ?? 0, 1, ...shown.map((run) => run.history.step.at(-1) ?? 0));
  const isEmpty = shown.every((run) => run.history.step.length === 0);
  return {
    x: { label: 'step', range: [0, end] },
    y:
      metric === 'accuracy'
        ? { label: 'accuracy', range: [0, 101], ticks: [0, 25, 50, 75, 100] }
        : { label: 'loss, nats', scale: lossScale, ...(isEmpty ? { range: [0.01, 3] } : {}) },
    series: shown.flatMap((run) => seriesOf(run, metric)),
  };
}

export function tableOf(runs: readonly CurveRun[]): ChartTable {
  return {
    columns: ['Run', 'Step', 'Test, %', 'Training, %', 'Test loss', 'Training loss'],
    decimals: [undefined, undefined, 1, 1, 4, 4],
    rows: runs.flatMap(({ name, history }) =>
      history.step.map((step, point) => [
        name,
        step,
        percent(history.testAccuracy[point] ?? null),
        percent(history.trainAccuracy[point] ?? null),
        history.testLoss[point] ?? null,
        history.trainLoss[point] ?? null,
      ]),
    ),
  };
}

export function summaryOf(runs: readonly CurveRun[], metric: Metric): string {
  const shown = runs.filter((run) => !run.hidden && run.history.step.length > 0);
  const what = metric === 'accuracy' ? 'Test accuracy' : 'Test loss';
  if (shown.length === 0) return `${what} by training step: no run to show yet.`;
  const ends = shown.map((run) => {
    const { step, test } = columnsOf(run, metric);
    const value = valueText(metric, test.at(-1) ?? null);
    const ending = run.state === 'diverged' ? ', diverged' : '';
    return `${run.name} ${value} at step ${step.at(-1)}${ending}`;
  });
  return `${what} by training step. ${ends.join('; ')}.`;
}
