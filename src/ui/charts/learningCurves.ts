/** What the learning curves show, as data: series, table and summary of a set of runs. */
import type { Axis, Chart, ChartTable, Series } from './chart.ts';
import { smoothed } from './smoothing.ts';

/** The columns of training/history.ts. */
export interface CurveHistory {
  readonly step: readonly number[];
  readonly trainLoss: readonly (number | null)[];
  readonly trainAccuracy: readonly (number | null)[];
  readonly testLoss: readonly number[];
  readonly testAccuracy: readonly number[];
  readonly testClassAccuracy: readonly (readonly (number | null)[] | null)[];
  /** null where the run has no validation slice. */
  readonly validationLoss: readonly (number | null)[];
  readonly validationAccuracy: readonly (number | null)[];
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

/** Error is what accuracy leaves of 100 %. */
export type Metric = 'accuracy' | 'error' | 'loss';
export type Scale = 'linear' | 'logarithmic';

export interface CurveView {
  readonly metric: Metric;
  readonly scale: Scale;
  /** Weight of what was before, see smoothing.ts; 0 draws what was measured. */
  readonly smoothing: number;
  /** Steps that the present set-up will take: the width that the curves grow into. */
  readonly steps?: number | undefined;
}

/** Points drawn per curve; a chart some 500 pixels wide shows no more, and redraws stay cheap. */
const drawnPoints = 250;

/** With more runs than this their training curves, and what smoothing left behind, go unseen. */
export const mostWithTraining = 6;

/** Indices of at most `most` of `count` points, evenly spread, first and last among them. */
export function thinned(count: number, most = drawnPoints): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: most }, (_, place) => Math.round((place * (count - 1)) / (most - 1)));
}

/** Rounded where only floating-point dust is left. */
export const percent = (share: number | null): number | null =>
  share === null ? null : Number((100 * share).toPrecision(9));

const errorOf = (share: number | null): number | null =>
  share === null ? null : percent(1 - share);

/** `95.6 %` or `0.132`, as the labels say it. */
export function valueText(metric: Metric, value: number | null): string {
  if (value === null) return '–';
  if (!Number.isFinite(value)) return 'not finite';
  return metric === 'loss' ? value.toPrecision(3) : `${value.toFixed(1)} %`;
}

interface Columns {
  readonly step: readonly number[];
  readonly train: readonly (number | null)[];
  readonly test: readonly (number | null)[];
  readonly validation: readonly (number | null)[];
}

function columnsOf({ history }: CurveRun, metric: Metric): Columns {
  const { step, trainAccuracy, testAccuracy, validationAccuracy } = history;
  if (metric === 'loss') {
    return {
      step,
      train: history.trainLoss,
      test: history.testLoss,
      validation: history.validationLoss,
    };
  }
  const read = metric === 'accuracy' ? percent : errorOf;
  return {
    step,
    train: trainAccuracy.map(read),
    test: testAccuracy.map(read),
    validation: validationAccuracy.map(read),
  };
}

/** The same columns, smoothed over all points and then thinned to what is drawn. */
function drawnColumns(columns: Columns, smoothing: number): Columns {
  const points = thinned(columns.step.length);
  const pick = <T>(values: readonly T[]) => points.map((point) => values[point]!);
  return {
    step: pick(columns.step),
    train: pick(smoothed(columns.train, smoothing)),
    test: pick(smoothed(columns.test, smoothing)),
    validation: pick(smoothed(columns.validation, smoothing)),
  };
}

/**
 * Training thin and dashed, validation thin and dotted, test solid with a label for all, and a cross
 * where a run diverged.
 */
function seriesOf(run: CurveRun, view: CurveView, withTraining: boolean): Series[] {
  const { metric, smoothing } = view;
  const columns = columnsOf(run, metric);
  const raw = drawnColumns(columns, 0);
  const drawn = drawnColumns(columns, smoothing);
  const { colour, name } = run;
  const line = { colour, x: raw.step };
  const hover = raw.step.map((_, index) => {
    const test = `${name} ${valueText(metric, raw.test[index]!)}`;
    if (smoothing > 0) return `${test} · smoothed ${valueText(metric, drawn.test[index]!)}`;
    if (!withTraining) return test;
    const training = `training ${valueText(metric, raw.train[index]!)}`;
    const validated = raw.validation[index] ?? null;
    const validation = validated === null ? '' : ` · validation ${valueText(metric, validated)}`;
    return `${test} · ${training}${validation}`;
  });
  const behind: Series[] = [
    { ...line, name: `${name}, as measured`, style: 'solid', emphasis: 'faint', y: raw.test },
  ];
  const training: Series[] = [
    { ...line, name: `${name}, training`, style: 'dashed', y: drawn.train },
    ...(isValidated(run)
      ? [{ ...line, name: `${name}, validation`, style: 'dotted' as const, y: drawn.validation }]
      : []),
  ];
  return [
    ...(smoothing > 0 && withTraining ? behind : []),
    ...(withTraining ? training : []),
    { ...line, name, style: 'solid', y: drawn.test, hover },
    ...crossOf(run, columns),
  ];
}

/** Has the run a validation slice? */
export const isValidated = ({ history }: CurveRun): boolean =>
  history.validationLoss.some((loss) => loss !== null);

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

export function curvesOf(runs: readonly CurveRun[], view: CurveView): Chart {
  const shown = runs.filter((run) => !run.hidden);
  const end = Math.max(view.steps ?? 0, 1, ...shown.map((run) => run.history.step.at(-1) ?? 0));
  const withTraining = shown.length <= mostWithTraining;
  const series = shown.flatMap((run) => seriesOf(run, view, withTraining));
  const x: Axis = { label: 'step', range: [0, end], ...(end < 7 ? { ticks: upTo(end) } : {}) };
  if (view.scale === 'linear') return { x, y: linearAxis(view.metric, series), series };
  return { x, ...onLogarithmicAxis(view.metric, series) };
}

/** Of few steps a tick for each: there are no half ones. */
const upTo = (end: number): number[] => Array.from({ length: end + 1 }, (_, step) => step);

const units = { accuracy: '%', error: '%', loss: 'nats' } as const;

function linearAxis(metric: Metric, series: readonly Series[]): Axis {
  const axis = { label: metric, unit: units[metric] };
  if (metric !== 'loss') return { ...axis, range: [0, 101], ticks: [0, 25, 50, 75, 100] };
  return series.some(({ y }) => y.length > 0) ? axis : { ...axis, range: [0.01, 3] };
}

/** Values of 0 have no place on a logarithmic axis: they lie on its lower edge. */
function onLogarithmicAxis(metric: Metric, series: readonly Series[]): Pick<Chart, 'y' | 'series'> {
  const values = series.flatMap(({ y }) => y).filter((y): y is number => y !== null && y > 0);
  const finite = values.filter(Number.isFinite);
  const [low, high] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [0.01, 3];
  const range = [low / 1.5, metric === 'error' ? 110 : high * 1.2] as const;
  const raise = (y: number | null) => (y !== null && y <= 0 ? range[0] : y);
  return {
    y: { label: metric, unit: units[metric], scale: 'logarithmic', range },
    series: series.map((each) => ({ ...each, y: each.y.map(raise) })),
  };
}

/** true: a value of 0 was raised to the lower edge of the axis. */
export function hasRaised(runs: readonly CurveRun[], { metric, scale }: CurveView): boolean {
  if (scale === 'linear') return false;
  return runs.some((run) => {
    const { train, test, validation } = columnsOf(run, metric);
    return !run.hidden && [...train, ...test, ...validation].includes(0);
  });
}

export function tableOf(runs: readonly CurveRun[]): ChartTable {
  const hasNotes = runs.some(({ state }) => state === 'diverged');
  const hasValidation = runs.some(isValidated);
  return {
    columns: [
      'Run',
      'Step',
      'Test accuracy (%)',
      'Training accuracy (%)',
      'Test loss (nats)',
      'Training loss (nats)',
      ...(hasValidation ? ['Validation accuracy (%)', 'Validation loss (nats)'] : []),
      ...(hasNotes ? ['Note'] : []),
    ],
    decimals: [undefined, undefined, 1, 1, 4, 4, ...(hasValidation ? [1, 4] : [])],
    rows: runs.flatMap((run) =>
      run.history.step.map((_, point) => [
        ...rowOf(run, point),
        ...(hasValidation ? validationOf(run, point) : []),
        ...(hasNotes ? [noteOf(run, point)] : []),
      ]),
    ),
  };
}

function rowOf({ name, history }: CurveRun, point: number): (string | number | null)[] {
  return [
    name,
    history.step[point]!,
    percent(history.testAccuracy[point] ?? null),
    percent(history.trainAccuracy[point] ?? null),
    history.testLoss[point] ?? null,
    history.trainLoss[point] ?? null,
  ];
}

function validationOf({ history }: CurveRun, point: number): (number | null)[] {
  const { validationAccuracy, validationLoss } = history;
  return [percent(validationAccuracy[point] ?? null), validationLoss[point] ?? null];
}

function noteOf({ state, history }: CurveRun, point: number): string {
  return state === 'diverged' && point === history.step.length - 1 ? 'diverged' : '';
}

export function summaryOf(runs: readonly CurveRun[], metric: Metric): string {
  const shown = runs.filter((run) => !run.hidden && run.history.step.length > 0);
  const what = `Test ${metric}`;
  if (shown.length === 0) return `${what} by training step: no run to show yet.`;
  const ends = shown.map((run) => {
    const { step, test } = columnsOf(run, metric);
    const value = valueText(metric, test.at(-1) ?? null);
    const ending = run.state === 'diverged' ? ', diverged' : '';
    return `${run.name} ${value} at step ${step.at(-1)}${ending}`;
  });
  return `${what} by training step. ${ends.join('; ')}.`;
}
