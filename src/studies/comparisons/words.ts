/**
 * What a table says, in sentences that a person without statistics understands and one with
 * statistics need not object to: figures of these runs, a difference named only where the test
 * images can carry it, and always the caution that one run is one run.
 */
import { chanceDifference } from '../proportion.ts';
import type { FinishedRow } from './table.ts';

/** `96.2 %` */
export function accuracyText({ final }: FinishedRow): string {
  return `${(100 * final.testAccuracy).toFixed(1)} %`;
}

/** Difference of the figures as they are shown, in points: what is read adds up. */
export function pointsBetween(a: FinishedRow, b: FinishedRow): number {
  const shown = ({ final }: FinishedRow) => Math.round(1000 * final.testAccuracy);
  return Math.abs(shown(a) - shown(b)) / 10;
}

const pointsText = (points: number) => `${points.toFixed(1)} point${points === 1 ? '' : 's'}`;

const proportionOf = ({ final }: FinishedRow) => ({
  share: final.testAccuracy,
  count: final.testCount,
});

/** Do these two sets of weights differ by more than the choice of test images explains? */
export function isClear(a: FinishedRow, b: FinishedRow): boolean {
  const difference = Math.abs(a.final.testAccuracy - b.final.testAccuracy);
  return difference > chanceDifference(proportionOf(a), proportionOf(b));
}

/** `CNN got 1.8 points more right than Coordinet`, or that the two came out alike. */
export function contrast(a: FinishedRow, b: FinishedRow): string {
  if (!isClear(a, b)) {
    return `${a.label} (${accuracyText(a)}) and ${b.label} (${accuracyText(b)}) came out alike here`;
  }
  const [more, less] = a.final.testAccuracy > b.final.testAccuracy ? [a, b] : [b, a];
  return `${more.label} (${accuracyText(more)}) got ${pointsText(pointsBetween(a, b))} more right than ${less.label} (${accuracyText(less)})`;
}

/** `CNN was right most often: 98.0 %`, and who cannot be told from it. Rows of one dataset. */
export function leadText(rows: readonly FinishedRow[]): string {
  const [best, ...others] = rows.toSorted((a, b) => b.final.testAccuracy - a.final.testAccuracy);
  if (!best) return 'No arm came to a result.';
  const level = others.filter((row) => !isClear(best, row));
  const images = best.final.testCount.toLocaleString('en-GB');
  const lead = `${best.label} was right most often, on ${accuracyText(best)} of the ${images} test images`;
  if (level.length === 0) return `${lead}.`;
  const names = listText(level.map((row) => `${row.label} (${accuracyText(row)})`));
  return `${lead}. ${names} ${level.length === 1 ? 'is' : 'are'} too close to call.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export const rowOf = (rows: readonly FinishedRow[], label: string): FinishedRow | undefined =>
  rows.find((row) => row.label === label);

/**
 * What one run each cannot tell. The figure is the widest that the test images leave between two
 * arms of the same dataset, rounded up to half a point; seeds add to it by an unknown amount.
 */
export function caution(rows: readonly FinishedRow[]): string {
  const widths = rows.flatMap((a, index) =>
    rows
      .slice(index + 1)
      .filter((b) => a.dataset === b.dataset)
      .map((b) => chanceDifference(proportionOf(a), proportionOf(b))),
  );
  if (widths.length === 0) return '';
  const points = Math.ceil(200 * Math.max(...widths)) / 2;
  return `One run each: differences below about ${points.toFixed(1)} points may be chance. That much the test images alone leave open; other seeds add to it, and only a study over seeds would tell.`;
}
