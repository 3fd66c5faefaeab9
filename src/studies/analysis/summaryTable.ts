/** A study as a table: a row for each arm at each combination of levels. */
import type { StudyPlan } from '../plan/plan.ts';
import type { StudyAnalysis, TunedSetting } from './analysis.ts';
import { csvOfTable, percent, type Table } from './figures/table.ts';

export function summaryTable(plan: StudyPlan, { cells }: StudyAnalysis): Table {
  const factors = plan.factors.map(({ label }) => label);
  return {
    columns: [
      ...['Arm', ...factors, 'Runs', 'Mean test accuracy (%)', '95 % from (%)', '95 % to (%)'],
      ...['Diverged', 'Failed', 'Still to come', 'Repeated'],
      ...['Parameters', 'Training time (s)', 'Steps'],
    ],
    decimals: [
      ...[undefined, ...factors.map(() => undefined), 0, 2, 2, 2],
      ...[0, 0, 0, 0, 0, 1, 0],
    ],
    rows: cells.map((cell) => [
      ...[cell.arm, ...factors.map((label) => cell.levels[label] ?? null), cell.values.length],
      ...[percent(cell.mean), percent(cell.interval?.low ?? null)],
      ...[percent(cell.interval?.high ?? null), cell.diverged, cell.failed, cell.open],
      ...[cell.repeated, cell.parameterCount],
      ...[cell.trainedMs === null ? null : cell.trainedMs / 1000, cell.steps],
    ]),
  };
}

export const csvOfSummary = (plan: StudyPlan, analysis: StudyAnalysis): string =>
  csvOfTable(summaryTable(plan, analysis));

/** What tuning chose; empty without tuning. */
export function tunedTable(plan: StudyPlan, tuned: readonly TunedSetting[]): Table {
  const factors = plan.factors.map(({ label }) => label);
  return {
    columns: [
      ...['Arm', ...factors, 'Setting', 'Draw', 'Of draws'],
      ...['Validation accuracy (%)', 'As given (%)'],
    ],
    decimals: [undefined, ...factors.map(() => undefined), undefined, 0, 0, 2, 2],
    rows: tuned.map((each) => [
      ...[each.arm, ...factors.map((label) => each.levels[label] ?? null), each.setting],
      // Draws are counted from 1 for people; the first is the arm as it is given.
      ...[each.draw + 1, each.draws, percent(each.validationAccuracy)],
      percent(each.givenAccuracy),
    ]),
  };
}
