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
import type { PooledSummary, Profile, StudyAnalysis } from './analysis.ts';

const THRESHOLDS = 51;

/** What pooling reads of an analysis. */
export type Poolable = Pick<StudyAnalysis, 'cells' | 'bootstrap'>;

/** Of these arms, in this order. No plan is read here, so that a worker needs little to do it. */
export function poolTasks(
  labels: readonly string[],
  analysis: Poolable,
): { readonly pooled: PooledSummary[]; readonly profiles: Profile[] } {
  const arms = labels.map((arm) => ({ arm, tasks: tasksOf(arm, analysis) }));
  const whole = arms.filter(({ tasks }) => tasks.every((values) => values.length > 0));
  const thresholds = thresholdsOver(whole.flatMap(({ tasks }) => tasks.flat()));
  return {
    pooled: whole.map((each) => pooledSummary(each, analysis)),
    profiles: whole.map((each) => profileOf(each, thresholds, analysis)),
  };
}

interface ArmTasks {
  readonly arm: string;
  /** [tasks][runs] */
  readonly tasks: readonly (readonly number[])[];
}

const tasksOf = (arm: string, { cells }: Poolable) =>
  cells.filter((cell) => cell.arm === arm).map(({ values }) => values);

function pooledSummary({ arm, tasks }: ArmTasks, { bootstrap }: Poolable): PooledSummary {
  const interval = stratifiedBootstrap(tasks, sortedInterquartileMean, bootstrap)!;
  return { arm, interquartileMean: interquartileMean(tasks.flat())!, interval };
}

function profileOf(
  { arm, tasks }: ArmTasks,
  thresholds: readonly number[],
  { bootstrap }: Poolable,
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
