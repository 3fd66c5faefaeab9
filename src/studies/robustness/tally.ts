/**
 * Right answers, counted by class, and two runs compared on the same images.
 *
 * Predictions and labels are classes, one byte for each image, in one order that is the same for
 * every run and viewing; 255 is an answer that held a NaN, which is wrong and counted apart.
 */
import { wilsonInterval } from '../proportion.ts';

/** What a prediction says where a run's answer was no number. */
export const NO_ANSWER = 255;

export interface Tally {
  /** [classes] images answered right. */
  readonly right: readonly number[];
  /** [classes] images answered. */
  readonly total: readonly number[];
  /** Answers that held a NaN. */
  readonly broken: number;
}

/** A share of right answers with its 95 % interval. */
export interface Score {
  readonly right: number;
  readonly total: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export function emptyTally(classes: number): Tally {
  return { right: Array(classes).fill(0), total: Array(classes).fill(0), broken: 0 };
}

/** With a part more. Parts may come in any order. */
export function addPart(tally: Tally, predictions: Uint8Array, labels: Uint8Array): Tally {
  expectPairs(predictions, labels);
  const right = [...tally.right];
  const total = [...tally.total];
  let broken = tally.broken;
  labels.forEach((label, image) => {
    if (label >= total.length) {
      throw new Error(`tally: found label ${label}, expected one of ${total.length} classes`);
    }
    total[label]!++;
    if (predictions[image] === label) right[label]!++;
    if (predictions[image] === NO_ANSWER) broken++;
  });
  return { right, total, broken };
}

export function tallyOf(predictions: Uint8Array, labels: Uint8Array, classes: number): Tally {
  return addPart(emptyTally(classes), predictions, labels);
}

function expectPairs(predictions: Uint8Array, labels: Uint8Array): void {
  if (predictions.length === labels.length) return;
  throw new Error(`tally: found ${predictions.length} predictions, ${labels.length} labels`);
}

/** Of all classes together; null where nothing has been answered yet. */
export function scoreOf({ right, total }: Pick<Tally, 'right' | 'total'>): Score | null {
  return scoreFrom(sum(right), sum(total));
}

/** [classes] null for a class that has no image. */
export function classScores({ right, total }: Pick<Tally, 'right' | 'total'>): (Score | null)[] {
  return total.map((count, label) => scoreFrom(right[label]!, count));
}

function scoreFrom(right: number, total: number): Score | null {
  if (total === 0) return null;
  const share = right / total;
  return { right, total, share, ...wilsonInterval(share, total) };
}

const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

export interface PairedComparison {
  readonly both: number;
  readonly firstAlone: number;
  readonly secondAlone: number;
  readonly neither: number;
  /** Of the exact McNemar test, two-sided. */
  readonly p: number;
}

/** Who is right on which of the same images. */
export function comparePaired(
  first: Uint8Array,
  second: Uint8Array,
  labels: Uint8Array,
): PairedComparison {
  expectPairs(first, labels);
  expectPairs(second, labels);
  const counts = [0, 0, 0, 0];
  labels.forEach((label, image) => {
    counts[2 * Number(first[image] === label) + Number(second[image] === label)]!++;
  });
  const [neither = 0, secondAlone = 0, firstAlone = 0, both = 0] = counts;
  return { both, firstAlone, secondAlone, neither, p: exactSignTest(firstAlone, secondAlone) };
}

/**
 * How likely so uneven a split, or a more uneven one, is where each case falls to either side by a
 * fair coin: two-sided, exact. On the images that one of two models alone gets right it is the exact
 * McNemar test. McNemar 1947, "Note on the sampling error of the difference between correlated
 * proportions or percentages".
 */
export function exactSignTest(here: number, there: number): number {
  const cases = here + there;
  const fewer = Math.min(here, there);
  if (2 * fewer === cases) return 1;
  // The largest term by its logarithm, since 2 to the power of −cases is too small a number.
  let logarithm = -cases * Math.LN2;
  for (let k = 0; k < fewer; k++) logarithm += Math.log((cases - k) / (k + 1));
  let ratio = 1;
  let tail = 1;
  for (let k = fewer; k > 0; k--) {
    ratio *= k / (cases - k + 1);
    tail += ratio;
  }
  return Math.min(1, 2 * tail * Math.exp(logarithm));
}
