import { describe, expect, it } from 'vitest';
import type { DatasetDescription } from '../../datasets/analysis/description.ts';
import { barsOf, BINS, binsOf, classTable, heightOf, histogramTable } from './figures.ts';

const counted = {
  trainCounts: [30, 10],
  testCounts: [1, 3],
  labels: { train: new Uint8Array(40), test: new Uint8Array(4) },
};

describe('classes', () => {
  it('are bars of their share in their own part', () => {
    // 75 % and 25 % of the training part, 25 % and 75 % of the test part.
    expect(barsOf(counted)).toEqual([
      { train: 1, test: 1 / 3 },
      { train: 1 / 3, test: 1 },
    ]);
  });

  it('have bars also where a part is empty', () => {
    const labels = { train: new Uint8Array(40), test: new Uint8Array(0) };
    expect(barsOf({ ...counted, labels, testCounts: [0, 0] })[0]).toEqual({ train: 1, test: 0 });
  });

  it('stand in a table with what their bars show', () => {
    const description = { ...counted, classNames: ['cat', 'dog'] } as unknown as DatasetDescription;
    expect(classTable(description).rows).toEqual([
      ['cat', 30, 75, 1, 25],
      ['dog', 10, 25, 3, 75],
    ]);
  });
});

describe('pixel values', () => {
  const histogram = new Float64Array(2 * 256);
  histogram.set([0.5, 0.25], 0);
  histogram[255] = 0.25;
  histogram[256 + 7] = 1;

  it('are put together in bins that still add up to 1', () => {
    const [first, second] = binsOf({ histogram, channels: 2 });
    expect([first![0], first![BINS - 1]]).toEqual([0.75, 0.25]);
    expect(second![1]).toBe(1);
    for (const bins of [first!, second!]) {
      expect(bins).toHaveLength(BINS);
      expect(bins.reduce((sum, share) => sum + share)).toBe(1);
    }
  });

  it('are drawn over five powers of ten', () => {
    expect(
      [1, 0.1, 0.01, 1e-5, 1e-9, 0].map((share) => Number(heightOf(share).toFixed(6))),
    ).toEqual([1, 0.8, 0.6, 0, 0, 0]);
  });

  it('stand in a table value by value', () => {
    const { columns, rows } = histogramTable({ histogram, channels: 2 });
    expect(columns).toHaveLength(3);
    expect(rows).toHaveLength(256);
    expect(rows[0]).toEqual([0, 50, 0]);
    expect(rows[7]).toEqual([7, 0, 100]);
  });
});
