/**
 * The mean over seeds, and how sure it is: Student's 95 % interval of the mean, mean ± t s / √n with
 * s the standard deviation over n seeds. Student 1908, "The probable error of a mean".
 *
 * It says what other seeds would give on the same test images. How much the choice of those images
 * matters is another question (studies/proportion.ts).
 */
export interface Spread {
  readonly mean: number;
  /** Half the width of the interval; null for a single seed. */
  readonly half: number | null;
}

/** Two-sided 95 % critical values of t for 1, 2, … 9 degrees of freedom. */
const CRITICAL = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157,
];
export const MOST_SEEDS = CRITICAL.length + 1;

export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  if (count === 0 || count > MOST_SEEDS) {
    throw new Error(`found ${count} values, expected 1 to ${MOST_SEEDS}`);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, half: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, half: CRITICAL[count - 2]! * Math.sqrt(variance / count) };
}
