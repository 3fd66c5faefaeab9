/** What a run says of one image, in words and figures. */

export interface ProbabilityRow {
  readonly id: string;
  readonly name: string;
  readonly colour: number;
  /** [classes]; null where nothing was computed, and `note` says why. */
  readonly probabilities: ArrayLike<number> | null;
  /** `imported: no weights in this browser` */
  readonly note?: string;
}

/** Index of the largest number; the first of equals; -1 for an empty list. */
export function largest(values: ArrayLike<number>): number {
  let best = -1;
  for (let index = 0; index < values.length; index++) {
    if (best < 0 || values[index]! > values[best]!) best = index;
  }
  return best;
}

/** `96 %`; never rounds what is not certain to 0 or 100. */
export function shareText(share: number): string {
  if (!Number.isFinite(share)) return '–';
  if (share > 0 && share < 0.01) return '< 1 %';
  if (share < 1 && share > 0.99) return '> 99 %';
  return `${Math.round(100 * share)} %`;
}

/** `taken for “1”, 64 %` or `right`; where nobody knows what is right, `guess “1”, 64 %`. */
export function verdictText(
  probabilities: ArrayLike<number>,
  { label, classNames }: { label: number | null; classNames: readonly string[] },
): string {
  const predicted = largest(probabilities);
  if (predicted === label) return 'right';
  const guess = `“${classNames[predicted] ?? predicted}”, ${shareText(probabilities[predicted]!)}`;
  return label === null ? `guess ${guess}` : `taken for ${guess}`;
}
