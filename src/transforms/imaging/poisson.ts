/**
 * Whole numbers from the Poisson distribution, exactly: by inversion where few are expected, else by
 * transformed rejection.
 *
 * Hörmann 1993, "The transformed rejection method for generating Poisson random variables",
 * Insurance: Mathematics and Economics 12, algorithm PTRS.
 */

/** From here on rejection is the faster one; PTRS holds from 10. */
const MANY = 10;

/**
 * @param mean what is expected, 0 or more
 * @param uniform draws in [0, 1): the draw 0 alone for means below 10, else as many as it takes
 */
export function drawPoisson(mean: number, uniform: (draw: number) => number): number {
  return mean < MANY ? byInversion(mean, uniform(0)) : byRejection(mean, uniform);
}

function byInversion(mean: number, share: number): number {
  let chance = Math.exp(-mean);
  let below = chance;
  let count = 0;
  while (share >= below && chance > 0) {
    count++;
    chance *= mean / count;
    below += chance;
  }
  return count;
}

function byRejection(mean: number, uniform: (draw: number) => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const scale = Math.log(1.1239 + 1.1328 / (b - 3.4));
  const quickly = 0.9277 - 3.6224 / (b - 2);
  for (let draw = 0; ; draw += 2) {
    const u = uniform(draw) - 0.5;
    const v = uniform(draw + 1);
    const margin = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / margin + b) * u + mean + 0.43);
    if (margin >= 0.07 && v <= quickly) return count;
    if (count < 0 || (margin < 0.013 && v > margin)) continue;
    const height = Math.log(v) + scale - Math.log(a / (margin * margin) + b);
    if (height <= count * Math.log(mean) - mean - logFactorial(count)) return count;
  }
}

/** log(count!), by Stirling's series from 10 on: within 1e-9. */
function logFactorial(count: number): number {
  if (count < 10) {
    let product = 1;
    for (let factor = 2; factor <= count; factor++) product *= factor;
    return Math.log(product);
  }
  const series = 1 / (12 * count) - 1 / (360 * count ** 3) + 1 / (1260 * count ** 5);
  return (count + 0.5) * Math.log(count) - count + 0.5 * Math.log(2 * Math.PI) + series;
}
