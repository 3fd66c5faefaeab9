/**
 * What a study's figures are drawn from, as the page asks for it: the cells along one factor, at
 * chosen levels of the others.
 */
import type { CellSummary, StudyAnalysis } from '../studies/analysis/analysis.ts';
import { numericAxes, numericAxisOf } from '../studies/analysis/numericAxis.ts';
import { combinationsOf } from '../studies/plan/combinations.ts';
import type { Levels, StudyPlan } from '../studies/plan/plan.ts';

export type { CellSummary, Levels, StudyAnalysis, StudyPlan };
export { classSlices, classTable } from '../studies/analysis/figures/classSlices.ts';
export { learningBands, learningTable } from '../studies/analysis/figures/learningBands.ts';
export type { LearningBand, LearningBands } from '../studies/analysis/figures/learningBands.ts';
export { pareto, paretoTable } from '../studies/analysis/figures/pareto.ts';
export type { Cost, ParetoPoint } from '../studies/analysis/figures/pareto.ts';
export { profilesTable } from '../studies/analysis/figures/profilesTable.ts';
export { viewCurves, viewTable } from '../studies/analysis/figures/viewCurves.ts';
export type { ViewCurves } from '../studies/analysis/figures/viewCurves.ts';

/** The x axis of a figure: a factor's levels as numbers or as names; null: there is no factor. */
export interface FigureAxis {
  readonly factor: string;
  readonly scale: 'linear' | 'logarithmic' | 'names';
  /** In the order of the plan; `x` is the place where the scale is names. */
  readonly points: readonly { readonly level: string; readonly x: number }[];
}

/** Axes that a figure can run along, the best first: the number of training images, other numbers, names. */
export function figureAxes(plan: StudyPlan): FigureAxis[] {
  const numeric = numericAxes(plan).map(({ label, scale, points }): FigureAxis => ({
    factor: label,
    scale,
    points: points.map(({ level, value }) => ({ level, x: value })),
  }));
  const named = plan.factors
    .filter((factor) => numericAxisOf(factor) === undefined)
    .map(({ label, levels }): FigureAxis => ({
      factor: label,
      scale: 'names',
      points: levels.map((level, place) => ({ level: level.label, x: place })),
    }));
  return [...numeric, ...named];
}

/** The last level of every factor: mostly the one with the most data. */
export const lastLevels = ({ factors }: Pick<StudyPlan, 'factors'>): Levels =>
  Object.fromEntries(factors.map(({ label, levels }) => [label, levels.at(-1)!.label]));

/** The arm's cell at exactly these levels. */
export function cellAt(
  { cells }: StudyAnalysis,
  arm: string,
  levels: Levels,
): CellSummary | undefined {
  const wanted = Object.entries(levels);
  return cells.find(
    (cell) => cell.arm === arm && wanted.every(([factor, level]) => cell.levels[factor] === level),
  );
}

/** The arm's cells along the axis, at these levels of the other factors; those without a cell are left out. */
export function cellsAlong(
  analysis: StudyAnalysis,
  arm: string,
  { axis, levels }: { axis: FigureAxis; levels: Levels },
): { readonly x: number; readonly cell: CellSummary }[] {
  return axis.points.flatMap(({ level, x }) => {
    const cell = cellAt(analysis, arm, { ...levels, [axis.factor]: level });
    return cell ? [{ x, cell }] : [];
  });
}

/** Combinations of the factors beside the axis: a figure for each. */
export const placesBeside = ({ factors }: StudyPlan, axis: FigureAxis | null): Levels[] =>
  combinationsOf(factors.filter(({ label }) => label !== axis?.factor)).map(({ levels }) => levels);
