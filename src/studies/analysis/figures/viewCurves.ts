/**
 * Accuracy through the plan's other looks at the test images. Where these differ in one number, as
 * rotations do in their angle, it is an axis, and the plain test accuracy stands at the place where
 * nothing is changed; else every view is a name. What a model is told of a change is another curve.
 */
import { findTransform } from '../../../transforms/index.ts';
import type { CellSummary, Interval, StudyAnalysis } from '../analysis.ts';
import { levelsKey } from '../../plan/combinations.ts';
import type { Levels, StudyPlan, StudyView } from '../../plan/plan.ts';
import { percent, type Table } from './table.ts';

export interface ViewAxis {
  /** `Angle` */
  readonly label: string;
  readonly unit: string | null;
  /** Where nothing is changed. */
  readonly none: number;
}

export interface ViewPoint {
  /** On the axis; the place among the plan's views where there is none. */
  readonly x: number;
  readonly label: string;
  readonly count: number;
  /** Test accuracy, 0 to 1. */
  readonly mean: number | null;
  readonly interval: Interval | null;
}

export interface ViewCurve {
  readonly arm: string;
  /** Is the model told where its pixels look? */
  readonly isTold: boolean;
  readonly points: readonly ViewPoint[];
}

export interface ViewCurves {
  /** null: every view stands for itself. */
  readonly axis: ViewAxis | null;
  readonly at: Levels;
  readonly curves: readonly ViewCurve[];
}

/** null without views. */
export function viewCurves(
  plan: StudyPlan,
  analysis: StudyAnalysis,
  at: Levels,
): ViewCurves | null {
  if (plan.views.length === 0) return null;
  const key = levelsKey(at);
  const cells = analysis.cells.filter(({ levels }) => levelsKey(levels) === key);
  const found = axisOf(plan.views);
  const tellings = [...new Set(plan.views.map(({ viewing }) => viewing.told))];
  const curves = cells.flatMap((cell) =>
    tellings.map((isTold): ViewCurve => {
      const points = plan.views.flatMap((view, place) =>
        view.viewing.told === isTold ? [pointOf(cell, view, found?.values[place] ?? place)] : [],
      );
      const plain = found && !points.some(({ x }) => x === found.axis.none);
      const all = plain ? [plainPoint(cell, found.axis.none), ...points] : points;
      return { arm: cell.arm, isTold, points: found ? all.toSorted((a, b) => a.x - b.x) : all };
    }),
  );
  return { axis: found?.axis ?? null, at, curves };
}

function pointOf(cell: CellSummary, { label }: StudyView, x: number): ViewPoint {
  const { values, mean, interval } = cell.views.find((view) => view.label === label)!;
  return { x, label, count: values.length, mean, interval };
}

const plainPoint = ({ values, mean, interval }: CellSummary, x: number): ViewPoint => ({
  ...{ x, label: 'as it is', count: values.length, mean, interval },
});

/** The one number in which the views differ, with its value in each; undefined where there is none. */
function axisOf(views: readonly StudyView[]) {
  const changed = views.filter(({ viewing }) => viewing.changes.length > 0);
  const [id, ...others] = new Set(changed.map(({ viewing }) => viewing.changes[0]!.id));
  const isPlain = ({ viewing: { changes, sensor, assumed } }: StudyView) =>
    changes.length <= 1 && !changes[0]?.to && sensor === null && assumed === undefined;
  if (id === undefined || others.length > 0 || !views.every(isPlain)) return undefined;
  const { options } = findTransform(id);
  const valueIn = ({ viewing: { changes } }: StudyView, name: string) =>
    changes[0]?.options[name] ?? options[name]!.default;
  const varying = Object.keys(options).filter(
    (name) => new Set(changed.map((view) => valueIn(view, name))).size > 1,
  );
  const option = varying.length === 1 ? options[varying[0]!]! : undefined;
  if (option?.kind !== 'number' && option?.kind !== 'integer') return undefined;
  return {
    axis: { label: option.label, unit: option.unit ?? null, none: option.default },
    values: views.map((view) => Number(valueIn(view, varying[0]!))),
  };
}

export function viewTable({ axis, curves }: ViewCurves): Table {
  const unit = axis?.unit ? ` (${axis.unit})` : '';
  return {
    columns: [
      ...['Arm', 'Told', 'View', ...(axis ? [`${axis.label}${unit}`] : []), 'Runs'],
      ...['Mean test accuracy (%)', '95 % from (%)', '95 % to (%)'],
    ],
    decimals: [undefined, undefined, undefined, ...(axis ? [undefined] : []), 0, 2, 2, 2],
    rows: curves.flatMap(({ arm, isTold, points }) =>
      points.map(({ x, label, count, mean, interval }) => [
        ...[arm, isTold ? 'yes' : 'no', label, ...(axis ? [x] : []), count, percent(mean)],
        ...[percent(interval?.low ?? null), percent(interval?.high ?? null)],
      ]),
    ),
  };
}
