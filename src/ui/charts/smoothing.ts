/**
 * Exponential smoothing that starts right: the average of what was seen so far, in which a value
 * counts `weight` times as much as the one after it. Divided by the sum of its weights, so that the
 * first values are not drawn towards 0 (the bias correction of Kingma and Ba 2014, arXiv:1412.6980).
 *
 * @param weight 0 changes nothing; 0.9 remembers about ten points, 0.99 about a hundred
 * @returns null where the value is missing or not finite; such a value is passed over
 */
export function smoothed(
  values: readonly (number | null)[],
  weight: number,
): readonly (number | null)[] {
  if (weight === 0) return values;
  let sum = 0;
  let weights = 0;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return null;
    sum = weight * sum + (1 - weight) * value;
    weights = weight * weights + (1 - weight);
    return sum / weights;
  });
}
