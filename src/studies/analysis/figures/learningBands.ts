/**
 * Learning curves over seeds: the mean and its interval at each step that all finished runs of an arm
 * recorded. Where some stop earlier than others the mean ends with the first of them: a mean over the
 * runs that are left would be one over other runs. Every single curve goes on to its end.
 */
import { meanInterval } from '../../../core/statistics/meanInterval.ts';
import type { History } from '../../../training/history.ts';
import type { RunRecord } from '../../../training/result.ts';
import type { RunState } from '../../../training/spec.ts';
import { levelsKey } from '../../plan/combinations.ts';
import type { Levels, StudyPlan } from '../../plan/plan.ts';
import { isFinished, runsOfStudy, type CellRuns } from '../cellRuns.ts';
import type { Table } from './table.ts';

export type LearningColumn = Exclude<keyof History, 'step' | 'testClassAccuracy'>;

export interface SeedCurve {
  readonly seed: number;
  readonly status: RunState;
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

export interface LearningBand {
  readonly arm: string;
  /** Finished runs, over which the mean is. */
  readonly count: number;
  /** Those that all of them recorded; the other columns share their index. */
  readonly steps: readonly number[];
  readonly mean: readonly number[];
  /** Student t, 95 %; null with fewer than two runs. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** The step at which the mean ends because a run stopped while others went on; null otherwise. */
  readonly cutAt: number | null;
  /** All that ended, those that diverged or failed too. */
  readonly runs: readonly SeedCurve[];
}

export interface LearningBands {
  readonly column: LearningColumn;
  readonly at: Levels;
  readonly bands: readonly LearningBand[];
}

export function learningBands(
  plan: StudyPlan,
  runs: readonly RunRecord[],
  { column, at }: { readonly column: LearningColumn; readonly at: Levels },
): LearningBands {
  const key = levelsKey(at);
  const cells = runsOfStudy(plan, runs).cells.filter(({ levels }) => levelsKey(levels) === key);
  return { column, at, bands: cells.map((cell) => bandOf(cell, column)) };
}

function bandOf(cell: CellRuns, column: LearningColumn): LearningBand {
  const runs = cell.planned.flatMap(({ seed, run }) =>
    run ? [{ curve: curveOf(seed, run, column), isFinished: isFinished(run) }] : [],
  );
  const finished = runs.filter((run) => run.isFinished).map(({ curve }) => curve);
  const steps = sharedSteps(finished);
  const columns = finished.map(
    (curve) => new Map(curve.steps.map((step, i) => [step, curve.values[i]!])),
  );
  const statistics = steps.map((step) => meanInterval(columns.map((values) => values.get(step)!)));
  const last = steps.at(-1);
  const isCut = finished.some((curve) => last !== undefined && curve.steps.at(-1)! > last);
  return {
    arm: cell.arm,
    count: finished.length,
    steps,
    mean: statistics.map(({ mean }) => mean!),
    low: statistics.map(({ interval }) => interval?.low ?? null),
    high: statistics.map(({ interval }) => interval?.high ?? null),
    cutAt: isCut ? last! : null,
    runs: runs.map(({ curve }) => curve),
  };
}

/** The points at which the column is known. */
function curveOf(seed: number, { status, history }: RunRecord, column: LearningColumn): SeedCurve {
  const known = history.step.flatMap((step, i) => {
    const value = history[column][i] ?? null;
    return value !== null && Number.isFinite(value) ? [{ step, value }] : [];
  });
  return {
    ...{ seed, status },
    steps: known.map(({ step }) => step),
    values: known.map(({ value }) => value),
  };
}

function sharedSteps([first, ...others]: readonly SeedCurve[]): number[] {
  const known = others.map(({ steps }) => new Set(steps));
  return (first?.steps ?? []).filter((step) => known.every((steps) => steps.has(step)));
}

/** A row for each arm and step of the means. */
export function learningTable({ bands }: LearningBands): Table {
  return {
    columns: ['Arm', 'Step', 'Runs', 'Mean', '95 % from', '95 % to'],
    decimals: [undefined, 0, 0, 4, 4, 4],
    rows: bands.flatMap(({ arm, count, steps, mean, low, high }) =>
      steps.map((step, i) => [arm, step, count, mean[i]!, low[i]!, high[i]!]),
    ),
  };
}
