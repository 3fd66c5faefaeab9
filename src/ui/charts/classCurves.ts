/** How well one run knows each class while it trains, as data: series, table and summary. */
import type { Chart, ChartTable, Series } from './chart.ts';
import { percent, thinned, valueText, type CurveRun } from './learningCurves.ts';
import { smoothed } from './smoothing.ts';

export interface ClassScore {
  /** Index of the class. */
  readonly index: number;
  readonly name: string;
  /** Accuracy at the last point, in per cent; null where no test image is of this class. */
  readonly last: number | null;
}

/** Classes whose curves stand out before a person has chosen any. */
const firstPicked = 3;

export const hasClasses = ({ history }: CurveRun): boolean =>
  history.testClassAccuracy.some((point) => point !== null);

/** Worst first; classes that were not measured last. */
export function classScores(run: CurveRun, classNames: readonly string[]): ClassScore[] {
  const last = run.history.testClassAccuracy.findLast((point) => point !== null) ?? [];
  const scores = last.map((share, index) => {
    return { index, name: classNames[index] ?? String(index), last: percent(share) };
  });
  return scores.sort((a, b) => (a.last ?? 101) - (b.last ?? 101) || a.index - b.index);
}

export function worstClasses(scores: readonly ClassScore[]): number[] {
  return scores.slice(0, firstPicked).map(({ index }) => index);
}

/** Accuracy of a class at every point, in per cent. */
function columnOf({ history }: CurveRun, index: number): (number | null)[] {
  return history.testClassAccuracy.map((point) => percent(point?.[index] ?? null));
}

/** @param picked class indices; the place in this list is the colour */
export function classCurvesOf(
  run: CurveRun,
  options: {
    readonly scores: readonly ClassScore[];
    readonly picked: readonly number[];
    readonly smoothing: number;
    readonly steps?: number | undefined;
  },
): Chart {
  const { scores, picked, smoothing, steps } = options;
  const points = thinned(run.history.step.length);
  const pick = <T>(values: readonly T[]) => points.map((point) => values[point]!);
  const x = pick(run.history.step);
  const inOrder = scores.toSorted((a, b) => rank(picked, a.index) - rank(picked, b.index));
  const series = inOrder.flatMap(({ index, name }): Series[] => {
    const raw = columnOf(run, index);
    const y = pick(smoothed(raw, smoothing));
    if (!picked.includes(index)) {
      return [{ name, colour: 'soft', style: 'solid', emphasis: 'faint', x, y }];
    }
    const colour = picked.indexOf(index);
    const hover = pick(raw).map((value) => `${name}: ${valueText('accuracy', value)}`);
    const behind: Series = { name, colour, style: 'solid', emphasis: 'faint', x, y: pick(raw) };
    return [
      ...(smoothing > 0 ? [behind] : []),
      { name, colour, style: 'solid', emphasis: 'strong', x, y, hover },
    ];
  });
  const end = Math.max(steps ?? 0, 1, run.history.step.at(-1) ?? 0);
  return {
    x: { label: 'step', range: [0, end] },
    y: { label: 'accuracy', unit: '%', range: [0, 101], ticks: [0, 25, 50, 75, 100] },
    series,
  };
}

/** Picked curves are drawn over the others, the first picked last. */
function rank(picked: readonly number[], index: number): number {
  return picked.includes(index) ? picked.length - picked.indexOf(index) : 0;
}

export function classTableOf(run: CurveRun, classNames: readonly string[]): ChartTable {
  const classes = classScores(run, classNames).toSorted((a, b) => a.index - b.index);
  return {
    columns: ['Run', 'Step', ...classes.map(({ name }) => `${name} (%)`)],
    decimals: [undefined, undefined, ...classes.map(() => 1)],
    rows: run.history.step.map((step, point) => [
      run.name,
      step,
      ...classes.map(({ index }) => columnOf(run, index)[point]!),
    ]),
  };
}

export function classSummary(run: CurveRun, scores: readonly ClassScore[]): string {
  const texts = scores.map(({ name, last }) => `${name} ${valueText('accuracy', last)}`);
  return `Test accuracy of ${run.name} by class and training step. Worst first: ${texts.join('; ')}.`;
}
