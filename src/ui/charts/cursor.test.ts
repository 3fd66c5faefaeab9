import { expect, it } from 'vitest';
import type { Chart } from './chart.ts';
import { nearestStop, pointsAt, readingAt, stopsOf } from './cursor.ts';

const hover = (...texts: string[]) => texts;
const line = { colour: 0, style: 'solid' as const };
const chart: Chart = {
  x: { label: 'step' },
  y: { label: 'y' },
  series: [
    {
      ...line,
      name: 'long',
      x: [0, 10, 20, 30],
      y: [1, 2, 3, 4],
      hover: hover('a', 'b', 'c', 'd'),
    },
    { ...line, name: 'short', x: [0, 12], y: [1, 2], hover: hover('e', 'f') },
    { ...line, name: 'silent', x: [0, 17], y: [1, 2] },
  ],
};

it('stops wherever a series has something to say', () => {
  expect(stopsOf(chart)).toEqual([0, 10, 12, 20, 30]);
});

it('answers from the nearest points, and not from a series that has ended', () => {
  expect(pointsAt(chart, 11)).toEqual([
    { series: 0, point: 1 },
    { series: 1, point: 1 },
  ]);
  expect(pointsAt(chart, 30)).toEqual([{ series: 0, point: 3 }]);
  expect(readingAt(chart, 10)).toBe('step 10; b; f');
});

it('measures distance as the axis does', () => {
  const stops = [1, 100];
  expect(nearestStop(stops, 20, { label: 'x' })).toBe(0);
  expect(nearestStop(stops, 20, { label: 'x', scale: 'logarithmic' })).toBe(1);
});

it('names a category', () => {
  const x = { label: 'encoding', categories: ['none', 'raw'] };
  const series = [{ ...line, name: 'a', x: [0, 1], y: [1, 2], hover: hover('bad', 'good') }];
  expect(readingAt({ ...chart, x, series }, 1)).toBe('raw; good');
});
