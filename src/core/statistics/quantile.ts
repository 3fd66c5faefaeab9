/**
 * The p-quantile of values sorted upwards, at least one, linear between neighbours: definition 7 of
 * Hyndman and Fan 1996, the default of `numpy.quantile`.
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (at - below);
}
