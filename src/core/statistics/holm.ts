/**
 * Holm's correction: with many comparisons some p is small by chance, so the smallest is multiplied
 * by their number, the next by one fewer, and so on. The chance of even one false finding stays
 * below alpha, whatever the comparisons have to do with each other.
 *
 * Holm 1979, "A simple sequentially rejective multiple test procedure".
 */
import { smallestP } from './signFlip.ts';

/**
 * Adjusted p values, in the order given.
 *
 * @param ps null for a comparison that has no p yet: it stays null and counts in the family, as if
 *   its p were the largest
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const adjusted: (number | null)[] = ps.map(() => null);
  const known = ps.flatMap((p, index) => (p === null ? [] : [{ p, index }]));
  known.sort((a, b) => a.p - b.p);
  let largest = 0;
  known.forEach(({ p, index }, rank) => {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * p));
    adjusted[index] = largest;
  });
  return adjusted;
}

/**
 * Paired seeds at least with which a sign-flip p can pass Holm's first step: with fewer, no result
 * whatever could be called significant.
 *
 * @param comparisons in the family, at least 1
 */
export function seedsNeeded(comparisons: number, alpha = 0.05): number {
  if (!(comparisons >= 1 && Number.isFinite(comparisons) && alpha > 0)) {
    throw new Error(
      `found ${comparisons} comparisons at alpha ${alpha}; expected at least 1, above 0`,
    );
  }
  let seeds = 1;
  while (smallestP(seeds) * comparisons > alpha) seeds++;
  return seeds;
}
