/** Which classes an arm gets right: mean accuracy by class, at one combination of levels. */
import type { StudyAnalysis } from '../analysis.ts';
import { levelsKey } from '../../plan/combinations.ts';
import type { Levels } from '../../plan/plan.ts';
import { percent, type Table } from './table.ts';

export interface ClassSlices {
  /** [classes] */
  readonly classNames: readonly string[];
  /** Those that know it. Each [classes], 0 to 1; null for a class without test images. */
  readonly arms: readonly { readonly arm: string; readonly shares: readonly (number | null)[] }[];
}

/**
 * null where no run tells its classes apart.
 *
 * @param classNames of the dataset; their numbers where nobody knows them
 */
export function classSlices(
  { cells }: StudyAnalysis,
  at: Levels,
  classNames: readonly string[] = [],
): ClassSlices | null {
  const key = levelsKey(at);
  const arms = cells.flatMap(({ arm, levels, classAccuracy }) =>
    classAccuracy && levelsKey(levels) === key ? [{ arm, shares: classAccuracy }] : [],
  );
  const classes = Math.max(0, ...arms.map(({ shares }) => shares.length));
  if (classes === 0) return null;
  const names = Array.from({ length: classes }, (_, label) => classNames[label] ?? String(label));
  return { classNames: names, arms };
}

/** A row for each class, a column for each arm. */
export function classTable({ classNames, arms }: ClassSlices): Table {
  return {
    columns: ['Class', ...arms.map(({ arm }) => `${arm} (%)`)],
    decimals: [undefined, ...arms.map(() => 1)],
    rows: classNames.map((name, label) => [
      name,
      ...arms.map(({ shares }) => percent(shares[label] ?? null)),
    ]),
  };
}
