/**
 * A part of one's own for testing, where files do not have one: drawn at random from each class in
 * proportion (stratified), the same for the same images.
 *
 * Shares are dealt by largest remainders (Hamilton 1792): classes get their whole quotas, and what is
 * left of the total goes to those that lost most by rounding. A class of two or more images has at
 * least one in each part; a single one trains.
 */
import { LabError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import { countsOf } from '../analysis/counts.ts';
import type { ImageSet } from '../dataset.ts';
import type { Question, Reading } from './reading.ts';

const SPLIT_SEED = 0;

const question: Question = {
  id: 'split',
  label: 'Split',
  help: 'The files have no test part. Test images are drawn from each class in proportion.',
  choices: [80, 90, 70, 50].map((share) => ({
    value: String(share),
    label: `${share} % train, ${100 - share} % test`,
  })),
};

/** Divides the images as the person says. */
export function splitByClass(
  whole: ImageSet,
  classes: number,
  reading: Reading,
): { train: ImageSet; test: ImageSet } {
  const share = Number(reading.ask(question, '80')) / 100;
  const { train, test } = divideByClass(whole.labels, { classes, share, seed: SPLIT_SEED });
  return { train: pickImages(whole, train), test: pickImages(whole, test) };
}

/** Places of the images that train and of those that test, each in random order. */
export function divideByClass(
  labels: Uint8Array,
  { classes, share, seed }: { classes: number; share: number; seed: number },
): { train: Int32Array; test: Int32Array } {
  const order = createRandom(seed).stream('data/split').permutation(labels.length);
  const left = trainingCounts(countsOf(labels, classes), share);
  const trains = Array.from(order, (index) => left[labels[index]!]!-- > 0);
  const test = order.filter((_, position) => !trains[position]);
  if (test.length === 0) throw tooFew(labels.length);
  return { train: order.filter((_, position) => trains[position]), test };
}

/** Of so many images of each class, how many train. */
export function trainingCounts(counts: readonly number[], share: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const quotas = counts.map((count) => share * count);
  const most = counts.map((count) => (count > 1 ? count - 1 : count));
  const dealt = quotas.map((quota, label) =>
    Math.min(most[label]!, Math.max(Math.floor(quota), Math.min(1, counts[label]!))),
  );
  const remainder = (label: number) => quotas[label]! - Math.floor(quotas[label]!);
  const byRemainder = counts
    .map((_, label) => label)
    .sort((a, b) => remainder(b) - remainder(a) || a - b);
  let left = Math.round(share * total) - dealt.reduce((sum, count) => sum + count, 0);
  for (const label of byRemainder) {
    if (left <= 0) break;
    if (dealt[label]! >= most[label]!) continue;
    dealt[label]!++;
    left--;
  }
  return dealt;
}

/** Copies of the images at these places, in this order. */
export function pickImages({ images, labels, count }: ImageSet, places: Int32Array): ImageSet {
  const size = images.length / count;
  const picked = new Uint8Array(places.length * size);
  places.forEach((from, to) => {
    picked.set(images.subarray(from * size, (from + 1) * size), to * size);
  });
  return {
    count: places.length,
    images: picked,
    labels: Uint8Array.from(places, (place) => labels[place]!),
  };
}

function tooFew(count: number): LabError {
  return new LabError('too-few-images', {
    found: `${count} images, none of which can be kept for testing`,
    expected: 'a class with at least two images',
    fix: 'choose more images, or files with a test part',
  });
}
