import { expect, it } from 'vitest';
import { imageName, imagesOf, placeIn } from './imageList.ts';

const labels = Uint8Array.from([2, 0, 2, 1, 2]);

it('lists all images, or those of a class', () => {
  expect([...imagesOf(labels, null)]).toEqual([0, 1, 2, 3, 4]);
  expect([...imagesOf(labels, 2)]).toEqual([0, 2, 4]);
  expect([...imagesOf(labels, 7)]).toEqual([]);
});

it('finds an image in the list', () => {
  const ofTwo = imagesOf(labels, 2);
  expect([0, 1, 2, 3, 4, 5].map((number) => placeIn(ofTwo, number))).toEqual([
    0,
    null,
    1,
    null,
    2,
    null,
  ]);
  expect(placeIn(imagesOf(labels, 7), 0)).toBeNull();
});

it('calls an image by its number in the part, which begins with 1', () => {
  expect(imageName(imagesOf(labels, 2), 1, labels, ['cat', 'dog', 'owl'])).toBe(
    'Image 3 of 5, class owl',
  );
});
