import { resample, type Resampling } from './stratifiedBootstrap.ts';

/** Each [thresholds], shares of runs in [0, 1]. */
export interface PerformanceProfile {
  readonly shares: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * The share of all runs of all tasks that score above each threshold, with pointwise bands by a
 * bootstrap stratified by task; null without scores. A profile above another everywhere is better
 * at every demand.
 *
 * Agarwal et al. 2021, arXiv:2108.13264, section 4.3 (after Dolan and Moré 2002).
 *
 * @param tasks [tasks][runs] scores
 */
export function performanceProfile(
  tasks: readonly (readonly number[])[],
  thresholds: readonly number[],
  { replications = 2000, seed, level = 0.95 }: Resampling,
): PerformanceProfile | null {
  const scores = tasks.flat();
  if (scores.length === 0) return null;
  const ascending = thresholds.toSorted((a, b) => a - b);
  const passed = Int32Array.from(scores, (score) => countBelow(ascending, score));
  // [thresholds][runs + 1] in how many draws so many runs lay above. Whole numbers need no sorting.
  const tallies = ascending.map(() => new Int32Array(scores.length + 1));
  resample(tasks, { replications, seed }, (chosen) => {
    runsAbove(passed, chosen, ascending.length).forEach((runs, i) => tallies[i]![runs]!++);
  });
  const everyRun = Int32Array.from(scores.keys());
  const above = runsAbove(passed, everyRun, ascending.length);
  const order = thresholds.map((threshold) => ascending.indexOf(threshold));
  const bound = (i: number, p: number) =>
    tallyQuantile(tallies[i]!, replications, p) / scores.length;
  return {
    shares: order.map((i) => above[i]! / scores.length),
    low: order.map((i) => bound(i, (1 - level) / 2)),
    high: order.map((i) => bound(i, (1 + level) / 2)),
  };
}

/** How many of the ascending thresholds a score lies above. */
function countBelow(ascending: readonly number[], score: number): number {
  const first = ascending.findIndex((threshold) => threshold >= score);
  return first < 0 ? ascending.length : first;
}

/** [thresholds] runs above each, from how many thresholds each chosen run passes. */
function runsAbove(passed: Int32Array, chosen: Int32Array, thresholds: number): Int32Array {
  const above = new Int32Array(thresholds + 1);
  for (let i = 0; i < chosen.length; i++) above[passed[chosen[i]!]!]!++;
  for (let i = thresholds; i > 0; i--) above[i - 1]! += above[i]!;
  return above.subarray(1);
}

/** `quantile` of whole numbers, given how often each came up. */
function tallyQuantile(tally: Int32Array, total: number, p: number): number {
  const at = p * (total - 1);
  const valueAt = (rank: number) => {
    let value = 0;
    for (let passed = tally[0]!; passed <= rank; passed += tally[value]!) value++;
    return value;
  };
  const low = valueAt(Math.floor(at));
  return low + (valueAt(Math.ceil(at)) - low) * (at - Math.floor(at));
}
