/** Decisions of the test-image grid: order, words and keys. */

export interface Judged {
  readonly index: number;
  readonly label: number;
  /** null until the model has been asked. */
  readonly predicted: number | null;
  readonly isWrong: boolean;
}

/**
 * Every image with its verdict: wrong ones first, else in their fixed order. `sortedBy` are the
 * predictions that the order follows, where those are older ones.
 */
export function judge(
  labels: Uint8Array,
  predictions: Uint8Array | null,
  sortedBy: Uint8Array | null = predictions,
): Judged[] {
  const judged = Array.from(labels, (label, index): Judged => {
    const predicted = predictions?.[index] ?? null;
    return { index, label, predicted, isWrong: predicted !== null && predicted !== label };
  });
  const wasWrong = ({ index, label }: Judged) => sortedBy !== null && sortedBy[index] !== label;
  return [...judged.filter(wasWrong), ...judged.filter((image) => !wasWrong(image))];
}

export function verdictsText(images: readonly Judged[]): string {
  if (images.every((image) => image.predicted === null)) return `${images.length} test images`;
  const wrong = images.filter((image) => image.isWrong).length;
  return `${wrong} of ${images.length} wrong`;
}

/** `Test image 41, “7”, taken for “1”`; of a shortened guess also what stands on the picture. */
export function imageText(image: Judged, classNames: readonly string[]): string {
  const name = (index: number) => `“${classNames[index] ?? index}”`;
  const subject = `Test image ${image.index + 1}, ${name(image.label)}`;
  if (image.predicted === null) return subject;
  if (!image.isWrong) return `${subject}, right`;
  const guess = classNames[image.predicted] ?? String(image.predicted);
  const short = shortName(guess);
  return `${subject}, taken for “${guess}”${short === guess ? '' : `, ${short}`}`;
}

/** A class name short enough for the corner of a picture; of several words their initials. */
export function shortName(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean);
  if (words.length > 1) return words.map(([initial]) => initial!.toUpperCase()).join('');
  return name.length <= 3 ? name : `${name.slice(0, 3)}.`;
}

/** Where a key leads from place `from` in a grid of that many columns; `from` where it does not. */
export function placeAfterKey(
  key: string,
  { from, columns, count }: { from: number; columns: number; count: number },
): number {
  const targets: Record<string, number> = {
    ArrowRight: from + 1,
    ArrowLeft: from - 1,
    ArrowDown: from + columns,
    ArrowUp: from - columns,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined || target < 0 || target >= count ? from : target;
}
