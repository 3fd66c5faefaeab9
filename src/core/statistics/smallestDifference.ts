/**
 * What a paired t test can see: how likely it finds a true difference, and the smallest that it finds
 * with a wanted probability.
 *
 * Student's t of n pairs whose true mean difference is not 0 follows a noncentral t; its square, a
 * noncentral F, which is a Poisson mixture of beta distributions. Johnson, Kotz and Balakrishnan
 * 1995, "Continuous Univariate Distributions" 2, chapters 30 and 31.
 */
import { incompleteBeta } from './incompleteBeta.ts';
import { logGamma } from './logGamma.ts';
import { studentQuantile } from './studentQuantile.ts';

/** Poisson weights beyond so many standard deviations of the mean are below 1e-16. */
const REACH = 9;

/**
 * The probability that |t| exceeds `critical`, where t is noncentral.
 *
 * @param df degrees of freedom
 * @param noncentrality true mean difference · √n / deviation
 */
function noncentralTails(critical: number, df: number, noncentrality: number): number {
  const rate = noncentrality ** 2 / 2;
  const sum = df + critical ** 2;
  const far = REACH * (Math.sqrt(rate) + REACH);
  let probability = 0;
  for (let j = Math.max(0, Math.floor(rate - far)); j <= rate + far; j++) {
    const logWeight = (j === 0 ? 0 : j * Math.log(rate)) - rate - logGamma(j + 1);
    const tails = incompleteBeta(df / sum, df / 2, j + 0.5, critical ** 2 / sum);
    probability += Math.exp(logWeight) * tails;
  }
  return probability;
}

/**
 * The probability that a two-sided paired t test finds a true difference.
 *
 * @param pairs at least 2
 * @param difference in standard deviations of the paired differences
 */
export function pairedPower(pairs: number, difference: number, alpha = 0.05): number {
  const critical = studentQuantile(1 - alpha / 2, pairs - 1);
  return noncentralTails(critical, pairs - 1, Math.abs(difference) * Math.sqrt(pairs));
}

/**
 * The smallest true difference that a paired t test of so many pairs finds with the wanted power, in
 * the unit of `deviation`; to 1e-12 relative. null under two pairs.
 *
 * @param deviation standard deviation of the paired differences
 * @param power above alpha, below 1
 */
export function smallestDifference(
  pairs: number,
  deviation: number,
  { alpha = 0.05, power = 0.8 }: { readonly alpha?: number; readonly power?: number } = {},
): number | null {
  if (!(power > alpha && power < 1)) {
    throw new Error(`found power ${power}; expected above alpha ${alpha} and below 1`);
  }
  if (pairs < 2) return null;
  const critical = studentQuantile(1 - alpha / 2, pairs - 1);
  const reaches = (noncentrality: number) =>
    noncentralTails(critical, pairs - 1, noncentrality) >= power;
  let high = 1;
  while (!reaches(high)) high *= 2;
  let low = high === 1 ? 0 : high / 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return (high * deviation) / Math.sqrt(pairs);
}
