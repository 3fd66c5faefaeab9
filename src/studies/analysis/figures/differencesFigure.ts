/** Differences with their intervals, one below the other: declared comparisons, then estimates. */
import type { Interval, Outcome, PairedDifference, StudyAnalysis } from '../analysis.ts';
import type { StudyPlan } from '../../plan/plan.ts';
import { placeText } from '../place.ts';
import { percent, type Table } from './table.ts';

export interface DifferenceRow {
  readonly a: string;
  readonly b: string;
  /** `Typefaces, N = 300` */
  readonly where: string;
  /** a − b, a share; null without pairs. */
  readonly mean: number | null;
  readonly interval: Interval | null;
  /** One for each seed. */
  readonly dots: readonly { readonly seed: number; readonly difference: number }[];
  readonly probabilityOfImprovement: number | null;
  /** null: an estimate, which is not tested. */
  readonly test: {
    readonly p: number | null;
    readonly holmP: number | null;
    readonly outcome: Outcome;
  } | null;
}

export function differencesFigure(plan: StudyPlan, analysis: StudyAnalysis): DifferenceRow[] {
  return [
    ...analysis.comparisons.map((tested) => {
      const { p, holmP, outcome } = tested;
      return { ...rowOf(plan, tested), test: { p, holmP, outcome } };
    }),
    ...analysis.differences.map((difference) => ({ ...rowOf(plan, difference), test: null })),
  ];
}

function rowOf(plan: StudyPlan, difference: PairedDifference): Omit<DifferenceRow, 'test'> {
  const { a, b, at, seeds, differences, mean, interval, probabilityOfImprovement } = difference;
  const dots = seeds.map((seed, i) => ({ seed, difference: differences[i]! }));
  const where = placeText(plan, at);
  return { a, b, where, mean, interval, dots, probabilityOfImprovement };
}

export function differencesTable(rows: readonly DifferenceRow[]): Table {
  return {
    columns: [
      ...['A', 'B', 'Where', 'Pairs', 'A − B (points)', '95 % from (points)', '95 % to (points)'],
      ...['Sign-flip p', 'Holm p', 'Outcome', 'Probability that A beats B'],
    ],
    decimals: [undefined, undefined, undefined, 0, 2, 2, 2, 4, 4, undefined, 2],
    rows: rows.map(({ a, b, where, dots, mean, interval, test, probabilityOfImprovement }) => [
      ...[a, b, where, dots.length, percent(mean)],
      ...[percent(interval?.low ?? null), percent(interval?.high ?? null)],
      ...[test?.p ?? null, test?.holmP ?? null, test ? outcomeText(test.outcome) : 'not tested'],
      probabilityOfImprovement,
    ]),
  };
}

/** `no difference found` */
const outcomeText = (outcome: Outcome): string => outcome.replaceAll('-', ' ');
