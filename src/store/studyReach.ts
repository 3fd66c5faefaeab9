/** What a study that has begun would find with more seeds, by the scatter that its runs have shown. */
import { analyseStudy } from '../studies/analysis/analyseStudy.ts';
import { detectable, detectableText, pooledDeviation } from '../studies/plan/detectable.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import type { StudyWithRuns } from '../studies/study.ts';

/** Standard deviation of its paired differences, 0 to 1; undefined while no comparison has two pairs. */
export function shownDeviation({ study, runs }: StudyWithRuns): number | undefined {
  return pooledDeviation(analyseStudy(study, runs).comparisons);
}

/** In words, for so many seeds. */
export function reachText(
  { comparisons }: Pick<StudyPlan, 'comparisons'>,
  count: number,
  deviation: number | undefined,
): string {
  const seeds = Array.from({ length: count }, (_, place) => place + 1);
  return detectableText(detectable({ seeds, comparisons }, deviation));
}
