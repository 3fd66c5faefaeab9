/**
 * Sums over images, exact because they are whole numbers: class sums of pixels, and how often each
 * value occurs. Means, deviation and histogram follow from them.
 */
import type { Dataset } from '../dataset.ts';
import type { DatasetDescription } from './description.ts';
import { imageSizeOf, type Slice } from './slices.ts';

const VALUES = 256;

export type Statistics = Pick<
  DatasetDescription,
  'meanImage' | 'classMeans' | 'histogram' | 'mean' | 'deviation'
>;

export interface StatisticsOfSlices {
  add(slice: Slice): void;
  result(): Statistics;
}

export function createStatistics(dataset: Dataset): StatisticsOfSlices {
  const { channels, classNames } = dataset;
  const size = imageSizeOf(dataset);
  /** [classes, height, width, channels]; 255 times 16 million images still fit. */
  const sums = new Uint32Array(classNames.length * size);
  const counts = new Array<number>(classNames.length).fill(0);
  /** [channels, 256] */
  const tally = new Float64Array(channels * VALUES);

  return {
    add({ set, begin, end }) {
      addToTally(tally, set.images.subarray(begin * size, end * size), channels);
      for (let index = begin; index < end; index++) {
        const label = set.labels[index]!;
        counts[label]!++;
        addImage(sums, label * size, set.images, index * size, size);
      }
    },
    result: () => ({
      meanImage: meanOver(sums, counts, size),
      classMeans: meansOf(sums, counts, size),
      histogram: sharesOf(tally),
      ...momentsOf(tally),
    }),
  };
}

function addImage(
  sums: Uint32Array,
  to: number,
  images: Uint8Array,
  from: number,
  size: number,
): void {
  for (let pixel = 0; pixel < size; pixel++) sums[to + pixel]! += images[from + pixel]!;
}

function addToTally(tally: Float64Array, values: Uint8Array, channels: number): void {
  for (let channel = 0; channel < channels; channel++) {
    const row = tally.subarray(channel * VALUES, (channel + 1) * VALUES);
    for (let at = channel; at < values.length; at += channels) row[values[at]!]!++;
  }
}

/** The mean of all images, rounded. */
function meanOver(sums: Uint32Array, counts: readonly number[], size: number): Uint8Array {
  const total = new Float64Array(size);
  sums.forEach((sum, at) => (total[at % size]! += sum));
  const count = counts.reduce((a, b) => a + b, 0);
  return Uint8Array.from(total, (sum) => roundedMean(sum, count));
}

function meansOf(sums: Uint32Array, counts: readonly number[], size: number): Uint8Array {
  return Uint8Array.from(sums, (sum, at) => roundedMean(sum, counts[Math.floor(at / size)]!));
}

const roundedMean = (sum: number, count: number) => (count === 0 ? 0 : Math.round(sum / count));

/** Each channel's counts over their sum. */
function sharesOf(tally: Float64Array): Float64Array {
  const shares = tally.slice();
  for (let start = 0; start < shares.length; start += VALUES) {
    const row = shares.subarray(start, start + VALUES);
    const total = row.reduce((a, b) => a + b, 0);
    row.forEach((count, value) => (row[value] = total === 0 ? 0 : count / total));
  }
  return shares;
}

/** Mean and standard deviation of all values, as parts of 255. */
function momentsOf(tally: Float64Array): { mean: number; deviation: number } {
  let [count, sum, squares] = [0, 0, 0];
  tally.forEach((times, at) => {
    const value = at % VALUES;
    count += times;
    sum += times * value;
    squares += times * value * value;
  });
  if (count === 0) return { mean: 0, deviation: 0 };
  const mean = sum / count;
  return { mean: mean / 255, deviation: Math.sqrt(Math.max(0, squares / count - mean ** 2)) / 255 };
}
