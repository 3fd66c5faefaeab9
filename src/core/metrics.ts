/** Reading answers. */

/** Index of the largest entry, the first of equals; -1 when any is NaN or there is none. */
export function indexOfLargest(row: ArrayLike<number>): number {
  let best = row.length === 0 ? -1 : 0;
  for (let i = 0; i < row.length; i++) {
    if (Number.isNaN(row[i]!)) return -1;
    if (row[i]! > row[best]!) best = i;
  }
  return best;
}
