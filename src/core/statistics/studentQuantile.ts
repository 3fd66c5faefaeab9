/**
 * Student's t distribution: what the mean of a few normal values, over its estimated error, follows.
 *
 * Student 1908, "The probable error of a mean"; tails by the incomplete beta function, Abramowitz
 * and Stegun 1964, 26.7.1.
 */
import { incompleteBeta } from './incompleteBeta.ts';
import { logBeta } from './logGamma.ts';
import { normalQuantile } from './normalQuantile.ts';

/** Tails as heavy as those of one degree of freedom double their way out, 1e-300 in 1,000 steps. */
const STEPS = 2000;

/** Probability of a value at least as far from 0 as t, on both sides; df > 0. */
export function studentTails(t: number, df: number): number {
  const sum = df + t * t;
  return incompleteBeta(df / sum, df / 2, 0.5, (t * t) / sum);
}

function density(t: number, df: number): number {
  const power = ((df + 1) / 2) * Math.log1p((t * t) / df);
  return Math.exp(-power - logBeta(df / 2, 0.5)) / Math.sqrt(df);
}

/**
 * The value below which Student's t with `df` degrees of freedom lies with probability p.
 *
 * Newton's method on the tail: that is convex and the normal quantile lies short of the answer, so
 * the steps come from one side and cannot overshoot.
 */
export function studentQuantile(p: number, df: number): number {
  if (!(df > 0)) throw new Error(`found ${df} degrees of freedom; expected more than 0`);
  const normal = normalQuantile(p);
  if (normal === 0 || !Number.isFinite(normal)) return normal;
  const tails = 2 * Math.min(p, 1 - p);
  let t = Math.abs(normal);
  for (let step = 0; step < STEPS; step++) {
    const change = (studentTails(t, df) - tails) / (2 * density(t, df));
    t += change;
    if (Math.abs(change) <= 1e-15 * t) break;
  }
  return Math.sign(normal) * t;
}
