/**
 * Several datasets pooled: the mean of the middle half of all runs, and the share of runs above each
 * accuracy. Every combination of levels is a task of its own; resampling stays within tasks. An arm
 * that lacks a task is left out: its figure would be one of easier or harder tasks.
 *
 * Agarwal et al. 2021, arXiv:2108.13264, sections 4.1 to 4.3.
 */
import {
  interquartileMean,
  sortedInterquartileMean,
} from '../../core/statistics/interquartileMean.ts';
import { performanceProfile } from '../../core/statistics/performanceProfile.ts';
import { stratifiedBootstrap } from '../../core/statistics/stratifiedBootstrap.ts';
import type { StudyPlan } from '../plan/plan.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';
import type { PooledSummary, Profile, StudyAnalysis } from './analysis.ts';

const THRESHOLDS = 51;

/** Do its factors vary the dataset? Arms that bring a dataset each are no pool. */
export function hasSeveralDatasets(plan: StudyPlan): boolean {
  const [arm] = plan.arms;
  const own = givenSpecs(plan).filter((given) => given.arm === arm!.label);
  return new Set(own.map(({ spec }) => JSON.stringify(spec.dataset))).size > 1;
}

/**
 * The analysis with `pooled` and `profiles` filled in; as it is where there is one dataset. It
 * resamples `bootstrap.replications` times for each arm, which takes about a second for a thousand runs.
 */
export function poolDatasets(plan: StudyPlan, analysis: StudyAnalysis): StudyAnalysis {
  if (!hasSeveralDatasets(plan)) return analysis;
  const arms = plan.arms.map(({ label }) => ({ arm: label, tasks: tasksOf(label, analysis) }));
  const whole = arms.filter(({ tasks }) => tasks.every((values) => values.length > 0));
  const thresholds = thresholdsOver(whole.flatMap(({ tasks }) => tasks.flat()));
  return {
    ...analysis,
    pooled: whole.map((each) => pooledSummary(each, analysis)),
    profiles: whole.map((each) => profileOf(each, thresholds, analysis)),
  };
}

interface ArmTasks {
  readonly arm: string;
  /** [tasks][runs] */
  readonly tasks: readonly (readonly number[])[];
}

const tasksOf = (arm: string, { cells }: StudyAnalysis) =>
  cells.filter((cell) => cell.arm === arm).map(({ values }) => values);

function pooledSummary({ arm, tasks }: ArmTasks, { bootstrap }: StudyAnalysis): PooledSummary {
  const interval = stratifiedBootstrap(tasks, sortedInterquartileMean, bootstrap)!;
  return { arm, interquartileMean: interquartileMean(tasks.flat())!, interval };
}

function profileOf(
  { arm, tasks }: ArmTasks,
  thresholds: readonly number[],
  { bootstrap }: StudyAnalysis,
): Profile {
  return { arm, thresholds, ...performanceProfile(tasks, thresholds, bootstrap)! };
}

/** Even, from the lowest accuracy of all arms to the highest. */
function thresholdsOver(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return Array.from(
    { length: THRESHOLDS },
    (_, place) => low + ((high - low) * place) / (THRESHOLDS - 1),
  );
}
