import { percentileInterval, resample, type Resampling } from './stratifiedBootstrap.ts';

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
  const above = thresholds.map((threshold) =>
    Uint8Array.from(scores, (score) => (score > threshold ? 1 : 0)),
  );
  const drawn = thresholds.map(() => new Float64Array(replications));
  resample(tasks, { replications, seed }, (chosen, replication) => {
    above.forEach((passes, index) => {
      let count = 0;
      for (let i = 0; i < chosen.length; i++) count += passes[chosen[i]!]!;
      drawn[index]![replication] = count / scores.length;
    });
  });
  const bands = drawn.map((shares) => percentileInterval(shares, level));
  return {
    shares: above.map((passes) => passes.reduce((sum, pass) => sum + pass, 0) / scores.length),
    low: bands.map(({ low }) => low),
    high: bands.map(({ high }) => high),
  };
}
