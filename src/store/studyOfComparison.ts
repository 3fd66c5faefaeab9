/** From a comparison of single runs to a study of the same arms over seeds. */
import { seedsNeeded } from '../core/statistics/holm.ts';
import type { Comparison } from '../studies/comparisons/comparison.ts';
import { planOfComparison } from '../studies/plan/planOfComparison.ts';
import { getLab } from './lab.ts';
import { showError } from './notices.ts';
import { openComparison } from './comparisons.ts';
import { takePlan } from './studies.ts';

/** With as many seeds as the smallest p needs to be significant among its comparisons. */
export function planOverSeeds(comparison: Comparison) {
  const { comparisons } = planOfComparison(comparison, [1]);
  const count = seedsNeeded(Math.max(1, comparisons.length));
  return planOfComparison(
    comparison,
    Array.from({ length: count }, (_, place) => place + 1),
  );
}

/** Opens the comparison that is looked at as a plan; nothing trains yet. */
export function repeatOverSeeds(): void {
  const open = openComparison(getLab());
  if (!open) return;
  try {
    takePlan(planOverSeeds(open.comparison));
  } catch (error) {
    showError(error);
  }
}
