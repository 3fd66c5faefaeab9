import { mean } from './meanInterval.ts';

/**
 * The probability that a run of a beats a run of b, ties one half: U / (|a| |b|). null where one has
 * no runs.
 *
 * Mann and Whitney 1947, "On a test of whether one of two random variables is stochastically larger
 * than the other"; recommended by Agarwal et al. 2021, arXiv:2108.13264, section 4.
 */
export function probabilityOfImprovement(
  a: readonly number[],
  b: readonly number[],
): number | null {
  if (a.length === 0 || b.length === 0) return null;
  let halves = 0;
  for (const one of a) {
    for (const other of b) halves += Math.sign(one - other) + 1;
  }
  return halves / (2 * a.length * b.length);
}

/** The mean over tasks, every task of equal weight; null unless all have runs of both. */
export function meanProbabilityOfImprovement(
  tasks: readonly { readonly a: readonly number[]; readonly b: readonly number[] }[],
): number | null {
  const each = tasks.map(({ a, b }) => probabilityOfImprovement(a, b));
  const known = each.filter((probability) => probability !== null);
  return known.length === 0 || known.length < each.length ? null : mean(known);
}
