import { expect, it } from 'vitest';
import { countConstantImages, countsOf } from './counts.ts';
import { datasetOf, partOf } from './testing.ts';

it('counts the images of each class, also of those without any', () => {
  expect(countsOf(Uint8Array.of(2, 0, 2, 2), 4)).toEqual([1, 0, 3, 0]);
});

it('counts images of one value within a slice, and none where an image has but one', () => {
  const images = [
    [7, 7, 7],
    [7, 7, 8],
    [0, 0, 0],
    [1, 0, 0],
  ];
  const set = partOf(images, [0, 1, 0, 1]);
  const dataset = datasetOf(
    { height: 1, width: 3, channels: 1, classes: 2 },
    { train: set, test: set },
  );
  const countIn = (begin: number, end: number) =>
    countConstantImages(dataset, { part: 'train', set, begin, end });
  expect([countIn(0, 4), countIn(1, 2), countIn(2, 4)]).toEqual([2, 0, 1]);
  const dots = { ...dataset, width: 1 };
  expect(countConstantImages(dots, { part: 'train', set, begin: 0, end: 12 })).toBe(0);
});
