/** The comparison that a run was trained for: `<comparison id>/<ISO time>` on the record. */
import { maybeFindComparison } from '../studies/comparisons/index.ts';

/** undefined where this lab has no such comparison. */
export function comparisonTitle(comparison: string): string | undefined {
  return maybeFindComparison(comparison.split('/')[0]!)?.title;
}
