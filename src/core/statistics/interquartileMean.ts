/**
 * The mean of the middle half: the lowest and the highest quarter of the values (rounded down) are
 * left out. Outliers cannot drag it, and it is steadier than the median. null without values.
 *
 * Over the scores of all runs on all tasks together, as in Agarwal et al. 2021, arXiv:2108.13264,
 * section 4.2; `scipy.stats.trim_mean(values, 0.25)`.
 */
export function interquartileMean(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : sortedInterquartileMean(Float64Array.from(values).sort());
}

/** The same of at least one value, sorted upwards. */
export function sortedInterquartileMean(sorted: ArrayLike<number>): number {
  const cut = Math.floor(sorted.length / 4);
  let sum = 0;
  for (let i = cut; i < sorted.length - cut; i++) sum += sorted[i]!;
  return sum / (sorted.length - 2 * cut);
}
