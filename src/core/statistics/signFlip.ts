/**
 * The sign-flip test: were two arms alike, each paired difference might as well have had the other
 * sign. p is the share of all sign vectors whose mean is at least as far from 0 as the one found.
 *
 * Nothing is assumed of the distribution but its symmetry. Fisher 1935, "The Design of Experiments",
 * section 21; Pitman 1937, "Significance tests which may be applied to samples from any populations".
 */
import { createRandom } from '../random.ts';

/** Up to so many differences all 2ⁿ sign vectors are counted; beyond, some are drawn. */
export const EXACT_UP_TO = 30;

/**
 * Sums this near count as equal, relative to the sum of the differences' sizes. Shares of a few
 * thousand images tie often, in sums which rounding sets apart by some 1e-16; sums that truly
 * differ, do so by an image.
 */
const TIE = 1e-9;

export interface Draws {
  readonly replications?: number;
  readonly seed?: number;
}

/** The least two-sided p that n differences can give: all of one sign. */
export function smallestP(n: number): number {
  return Math.min(1, 2 / 2 ** n);
}

/**
 * Two-sided p of the mean of paired differences; null without differences, 1 where all are 0.
 *
 * Beyond EXACT_UP_TO differences, p = (1 + as far) / (1 + drawn), which never is too small (Phipson
 * and Smyth 2010, arXiv:1603.05766).
 */
export function signFlip(differences: readonly number[], draws: Draws = {}): number | null {
  if (differences.length === 0) return null;
  const sizes = differences.map(Math.abs);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const found = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  const limit = found - TIE * all;
  if (limit <= 0) return 1;
  if (differences.length > EXACT_UP_TO) return drawnP(sizes, limit, draws);
  return (2 * countReaching(sizes, limit)) / 2 ** sizes.length;
}

/**
 * How many sign vectors bring the sum to the limit, which is above 0; as many bring it to −limit.
 *
 * Every sum is one of the first half's plus one of the second's. With both halves sorted, each of
 * the first needs a look only at where the last one stopped: 2^(n/2) steps, not 2ⁿ
 * (Horowitz and Sahni 1974).
 */
function countReaching(sizes: readonly number[], limit: number): number {
  const middle = sizes.length >> 1;
  const first = signedSums(sizes.slice(0, middle)).sort();
  const second = signedSums(sizes.slice(middle)).sort();
  let count = 0;
  let start = second.length;
  for (const sum of first) {
    while (start > 0 && sum + second[start - 1]! >= limit) start--;
    count += second.length - start;
  }
  return count;
}

/** [2^sizes] the sums of ±sizes over all sign vectors. */
function signedSums(sizes: readonly number[]): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(2 ** sizes.length);
  let filled = 1;
  for (const size of sizes) {
    for (let i = 0; i < filled; i++) {
      sums[filled + i] = sums[i]! - size;
      sums[i]! += size;
    }
    filled *= 2;
  }
  return sums;
}

function drawnP(sizes: readonly number[], limit: number, draws: Draws): number {
  const { replications = 100_000, seed = 1 } = draws;
  const { bits } = createRandom(seed).stream('statistics/signFlip');
  const words = Math.ceil(sizes.length / 32);
  let reached = 0;
  for (let draw = 0; draw < replications; draw++) {
    let sum = 0;
    for (let word = 0; word < words; word++) {
      const signs = bits(draw * words + word);
      const end = Math.min(sizes.length, 32 * (word + 1));
      for (let i = 32 * word; i < end; i++) sum += (signs >>> i) & 1 ? sizes[i]! : -sizes[i]!;
    }
    if (Math.abs(sum) >= limit) reached++;
  }
  return (1 + reached) / (1 + replications);
}
