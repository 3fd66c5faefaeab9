import { expect, it } from 'vitest';
import { allImages, imageName, imagesOf, placeIn } from './imageList.ts';

const labels = Uint8Array.from([2, 0, 2, 1, 2]);

it('lists all images, or those of a class', () => {
  expect([...allImages(labels.length)]).toEqual([0, 1, 2, 3, 4]);
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
  expect(imageName(1233, 60_000, 'owl')).toBe('Image 1,234 of 60,000, class owl');
  expect(imageName(0, 5, undefined)).toBe('Image 1 of 5');
});
