/**
 * What accuracy costs: mean accuracy against parameters or training time. The front are the arms that
 * no other matches at less cost; it is one of means, and intervals that overlap may turn it round.
 */
import type { Interval, StudyAnalysis } from '../analysis.ts';
import { levelsKey } from '../../plan/combinations.ts';
import type { Levels } from '../../plan/plan.ts';
import { percent, type Table } from './table.ts';

export type Cost = 'parameters' | 'time';

export interface ParetoPoint {
  readonly arm: string;
  /** Numbers that training moved, or milliseconds of training in the mean. */
  readonly cost: number;
  /** Test accuracy, 0 to 1. */
  readonly mean: number;
  readonly interval: Interval | null;
  readonly isFront: boolean;
}

/** At one combination of levels, the cheapest first; arms without a finished run are absent. */
export function pareto(analysis: StudyAnalysis, cost: Cost, at: Levels): ParetoPoint[] {
  const key = levelsKey(at);
  const points = analysis.cells.flatMap(
    ({ arm, levels, mean, interval, parameterCount, trainedMs }) => {
      const paid = cost === 'parameters' ? parameterCount : trainedMs;
      if (levelsKey(levels) !== key || mean === null || paid === null) return [];
      return [{ arm, cost: paid, mean, interval }];
    },
  );
  return points
    .map((point) => ({ ...point, isFront: !points.some((other) => dominates(other, point)) }))
    .sort((a, b) => a.cost - b.cost);
}

type Priced = Pick<ParetoPoint, 'cost' | 'mean'>;

const dominates = (a: Priced, b: Priced): boolean =>
  a.cost <= b.cost && a.mean >= b.mean && (a.cost < b.cost || a.mean > b.mean);

export function paretoTable(points: readonly ParetoPoint[], cost: Cost): Table {
  const paid = cost === 'parameters' ? 'Parameters' : 'Training time (s)';
  return {
    columns: [
      'Arm',
      paid,
      'Mean test accuracy (%)',
      '95 % from (%)',
      '95 % to (%)',
      'On the front',
    ],
    decimals: [undefined, cost === 'parameters' ? 0 : 1, 2, 2, 2, undefined],
    rows: points.map(({ arm, cost: value, mean, interval, isFront }) => [
      ...[arm, cost === 'parameters' ? value : value / 1000, percent(mean)],
      ...[percent(interval?.low ?? null), percent(interval?.high ?? null), isFront ? 'yes' : 'no'],
    ]),
  };
}
