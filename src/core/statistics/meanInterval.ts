import type { Interval } from './interval.ts';
import { studentQuantile } from './studentQuantile.ts';

export interface MeanInterval {
  readonly count: number;
  /** null without values. */
  readonly mean: number | null;
  /** Sample standard deviation, divided by count − 1; null under two values. */
  readonly deviation: number | null;
  /** mean ± t · deviation / √count; null under two values. */
  readonly interval: Interval | null;
}

/**
 * Arithmetic mean of at least one value.
 *
 * The second pass takes away what rounding left: equal values have that value as their mean.
 */
export function mean(values: readonly number[]): number {
  const average = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const first = average(values);
  return first + average(values.map((value) => value - first));
}

/**
 * The mean of independent values and the interval in which their true mean lies, by Student's t.
 *
 * It keeps its promise from two values on where these are normal; a few collapsed runs among them
 * break it at any count that a study has. Student 1908, "The probable error of a mean".
 *
 * @param level of confidence, in (0, 1)
 */
export function meanInterval(values: readonly number[], level = 0.95): MeanInterval {
  const count = values.length;
  if (count === 0) return { count, mean: null, deviation: null, interval: null };
  const middle = mean(values);
  if (count === 1) return { count, mean: middle, deviation: null, interval: null };
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const deviation = Math.sqrt(squares / (count - 1));
  const half = (studentQuantile((1 + level) / 2, count - 1) * deviation) / Math.sqrt(count);
  return { count, mean: middle, deviation, interval: { low: middle - half, high: middle + half } };
}
