/**
 * How sure a share of right answers is, counted on a finite test set.
 *
 * The Wilson score interval keeps its promise near 0 and 1 too, where p ± 1.96 √(p(1 − p)/n) does
 * not. It says how sure the accuracy of *these weights* is; what another seed would give it cannot
 * know. Wilson 1927, "Probable inference, the law of succession, and statistical inference".
 */

/** Two-sided 95 % of a normal distribution. */
const Z = 1.959964;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 95 % interval of a share in [0, 1], counted on `count` cases. */
export function wilsonInterval(share: number, count: number): Interval {
  const square = Z ** 2 / count;
  const middle = (share + square / 2) / (1 + square);
  const half = (Z * Math.sqrt((share * (1 - share)) / count + square / (4 * count))) / (1 + square);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

export interface Proportion {
  readonly share: number;
  readonly count: number;
}

/**
 * By how much two shares may differ by the choice of test images alone: the half width of the 95 %
 * interval of their difference, from the two Wilson intervals (Newcombe 1998, method 10). Both models
 * see the same images and tend to miss the same ones, so this errs on the wide side.
 */
export function chanceDifference(a: Proportion, b: Proportion): number {
  const [upper, lower] = a.share >= b.share ? [a, b] : [b, a];
  const down = upper.share - wilsonInterval(upper.share, upper.count).low;
  const up = wilsonInterval(lower.share, lower.count).high - lower.share;
  return Math.hypot(down, up);
}
