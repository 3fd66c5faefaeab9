/** A dataset's figures as bars, lines and tables: pure, so that they can be tested. */
import type { DatasetDescription } from '../../datasets/analysis/description.ts';
import type { ChartTable } from '../charts/chart.ts';

/** Classes as shares of their part, each as a share of the longest bar there is. */
export function barsOf({
  trainCounts,
  testCounts,
  labels,
}: Pick<DatasetDescription, 'trainCounts' | 'testCounts' | 'labels'>): {
  train: number;
  test: number;
}[] {
  const shares = (counts: readonly number[], of: number) =>
    counts.map((count) => count / (of || 1));
  const train = shares(trainCounts, labels.train.length);
  const test = shares(testCounts, labels.test.length);
  const longest = Math.max(...train, ...test, Number.MIN_VALUE);
  return train.map((share, index) => ({ train: share / longest, test: test[index]! / longest }));
}

export function classTable(description: DatasetDescription): ChartTable {
  const { classNames, trainCounts, testCounts, labels } = description;
  const percent = (count: number, of: number) => (of > 0 ? (100 * count) / of : null);
  return {
    columns: ['Class', 'Training', 'Training (%)', 'Test', 'Test (%)'],
    decimals: [undefined, undefined, 1, undefined, 1],
    rows: classNames.map((name, index) => [
      name,
      trainCounts[index]!,
      percent(trainCounts[index]!, labels.train.length),
      testCounts[index]!,
      percent(testCounts[index]!, labels.test.length),
    ]),
  };
}

const VALUES = 256;
export const BINS = 64;

/** Shares of pixel values in bins of four, [channels][BINS]; each channel adds up to 1. */
export function binsOf({
  histogram,
  channels,
}: Pick<DatasetDescription, 'histogram' | 'channels'>): number[][] {
  const perBin = VALUES / BINS;
  return Array.from({ length: channels }, (_, channel) =>
    Array.from({ length: BINS }, (_, bin) => {
      const begin = channel * VALUES + bin * perBin;
      return histogram.subarray(begin, begin + perBin).reduce((sum, share) => sum + share, 0);
    }),
  );
}

/** Shares from 0.001 % to 100 %, to a height from 0 to 1: what is rare is seen beside black. */
const LEAST = 1e-5;

export function heightOf(share: number): number {
  return share <= LEAST ? 0 : 1 - Math.log10(share) / Math.log10(LEAST);
}

const colours = ['red', 'green', 'blue'];
export const channelName = (channel: number, channels: number): string =>
  channels === 1 ? 'grey' : (colours[channel] ?? `channel ${channel + 1}`);

export function histogramTable({
  histogram,
  channels,
}: Pick<DatasetDescription, 'histogram' | 'channels'>): ChartTable {
  const all = Array.from({ length: channels }, (_, channel) => channel);
  return {
    columns: ['Value', ...all.map((channel) => `Share, ${channelName(channel, channels)} (%)`)],
    rows: Array.from({ length: VALUES }, (_, value) => [
      value,
      ...all.map((channel) => 100 * histogram[channel * VALUES + value]!),
    ]),
  };
}
