/**
 * Logarithms of the gamma and beta functions by Stirling's series, to a few units in the last place.
 *
 * Abramowitz and Stegun 1964, 6.1.15 (recurrence), 6.1.41 (series), 6.2.2 (beta).
 */

/** From here seven terms of the series are exact in doubles: the next is below 3e-17. */
const LARGE = 10;

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Coefficients of 1/x, 1/x³, 1/x⁵, …: Bernoulli numbers B₂ₖ / (2k (2k − 1)). */
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** What (x − ½) log x − x + ½ log 2π lacks of log Γ(x), for x of at least 10. */
function stirlingRest(x: number): number {
  const square = 1 / (x * x);
  return SERIES.reduceRight((sum, coefficient) => sum * square + coefficient, 0) / x;
}

/** log Γ(x) for x > 0. */
export function logGamma(x: number): number {
  let product = 1;
  let shifted = x;
  for (; shifted < LARGE; shifted++) product *= shifted;
  const large = (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI;
  return large + stirlingRest(shifted) - Math.log(product);
}

/**
 * log B(a, b) for a, b > 0.
 *
 * Three log gammas of large arguments would cancel and leave few digits, so the large parts are
 * taken together.
 */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  const sum = small + large;
  if (large < LARGE) return logGamma(small) + logGamma(large) - logGamma(sum);
  const rest = stirlingRest(large) - stirlingRest(sum);
  const share = Math.log1p(-small / sum);
  if (small < LARGE) {
    return logGamma(small) + rest + small - small * Math.log(sum) + (large - 0.5) * share;
  }
  const both = HALF_LOG_TWO_PI - 0.5 * Math.log(large) + rest + stirlingRest(small);
  return both + (small - 0.5) * Math.log(small / sum) + large * share;
}
