/** Several datasets pooled: are there several, and what does the analysis say of them together? */
import type { StudyPlan } from '../plan/plan.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';
import type { StudyAnalysis } from './analysis.ts';
import { poolTasks } from './poolTasks.ts';

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
  const arms = plan.arms.map(({ label }) => label);
  return { ...analysis, ...poolTasks(arms, analysis) };
}
