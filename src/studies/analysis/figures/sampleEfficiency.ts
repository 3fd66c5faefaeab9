/**
 * Test error against what a factor sets, most often the number of training images: every run as a
 * dot, the mean of each arm with its interval.
 */
import type { Interval, CellSummary, StudyAnalysis } from '../analysis.ts';
import { numericAxes, type NumericAxis } from '../numericAxis.ts';
import { combinationsOf, levelsKey } from '../../plan/combinations.ts';
import type { Levels, StudyPlan } from '../../plan/plan.ts';
import { percent, type Table } from './table.ts';

export interface EfficiencyPoint {
  readonly x: number;
  /** Of finished runs. */
  readonly count: number;
  /** Test error, 0 to 1; null without runs. */
  readonly mean: number | null;
  /** Student t, 95 %; its ends may lie beyond 0 and 1. */
  readonly interval: Interval | null;
  /** Runs that are in no mean. */
  readonly diverged: number;
  readonly failed: number;
  readonly open: number;
}

export interface EfficiencyCurve {
  readonly arm: string;
  /** From the smallest x to the largest. */
  readonly points: readonly EfficiencyPoint[];
  readonly dots: readonly { readonly x: number; readonly seed: number; readonly error: number }[];
}

export interface SampleEfficiency {
  readonly axis: NumericAxis;
  /** Where all other factors stand. */
  readonly at: Levels;
  readonly curves: readonly EfficiencyCurve[];
}

/** Combinations of the other factors: one figure for each. */
export const placesBeside = (plan: StudyPlan, axis: NumericAxis): Levels[] =>
  combinationsOf(plan.factors.filter(({ label }) => label !== axis.label)).map(
    ({ levels }) => levels,
  );

/**
 * null where no factor is a number.
 *
 * @param choice which factor runs along the axis, and where the others stand; the first of each
 */
export function sampleEfficiency(
  plan: StudyPlan,
  analysis: StudyAnalysis,
  choice: { readonly axis?: string; readonly at?: Levels } = {},
): SampleEfficiency | null {
  const axes = numericAxes(plan);
  const axis = axes.find(({ label }) => label === choice.axis) ?? axes[0];
  if (!axis) return null;
  const at = choice.at ?? placesBeside(plan, axis)[0]!;
  const points = axis.points.toSorted((a, b) => a.value - b.value);
  const curves = plan.arms.map(({ label: arm }): EfficiencyCurve => {
    const cells = points.map(({ level, value }) => {
      const key = levelsKey({ ...at, [axis.label]: level });
      return { x: value, cell: cellAt(analysis, arm, key) };
    });
    return {
      arm,
      points: cells.map(({ x, cell }) => pointOf(x, cell)),
      dots: cells.flatMap(({ x, cell: { seeds, values } }) =>
        values.map((value, place) => ({ x, seed: seeds[place]!, error: 1 - value })),
      ),
    };
  });
  return { axis, at, curves };
}

const cellAt = ({ cells }: StudyAnalysis, arm: string, key: string): CellSummary =>
  cells.find((cell) => cell.arm === arm && levelsKey(cell.levels) === key)!;

function pointOf(x: number, cell: CellSummary): EfficiencyPoint {
  const { mean, interval, diverged, failed, open, values } = cell;
  return {
    x,
    count: values.length,
    mean: mean === null ? null : 1 - mean,
    interval: interval && { low: 1 - interval.high, high: 1 - interval.low },
    ...{ diverged, failed, open },
  };
}

/** A row for each point, a column for each seed. */
export function sampleEfficiencyTable({ axis, curves }: SampleEfficiency): Table {
  const seeds = [...new Set(curves.flatMap(({ dots }) => dots.map(({ seed }) => seed)))];
  seeds.sort((a, b) => a - b);
  return {
    columns: [
      ...['Arm', axis.label, 'Runs', 'Mean test error (%)', '95 % from (%)', '95 % to (%)'],
      ...['Diverged', 'Failed', 'Still to come'],
      ...seeds.map((seed) => `Seed ${seed} (%)`),
    ],
    decimals: [undefined, undefined, 0, 2, 2, 2, 0, 0, 0, ...seeds.map(() => 2)],
    rows: curves.flatMap(({ arm, points, dots }) =>
      points.map(({ x, count, mean, interval, diverged, failed, open }) => [
        ...[arm, x, count, percent(mean)],
        ...[percent(interval?.low ?? null), percent(interval?.high ?? null)],
        ...[diverged, failed, open],
        ...seeds.map((seed) =>
          percent(dots.find((dot) => dot.x === x && dot.seed === seed)?.error ?? null),
        ),
      ]),
    ),
  };
}
