import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../files/sourceFile.ts';
import { cifar } from './cifar.ts';
import { fileOf, readingWith } from './testing.ts';

const PLANE = 32 * 32;
const CHANNELS = 3;

/** A value of the image that is numbered so; no two neighbours, rows or colours are alike. */
const valueAt = (image: number, channel: number, pixel: number) =>
  (image * 53 + channel * 101 + pixel * 7 + (pixel >> 5)) % 256;

/** One record: its labels, then red, green and blue. */
function record(image: number, labels: readonly number[]): number[] {
  const planes = Array.from({ length: CHANNELS * PLANE }, (_, at) =>
    valueAt(image, Math.floor(at / PLANE), at % PLANE),
  );
  return [...labels, ...planes];
}

const batch = (path: string, images: readonly number[], labelsOf: (image: number) => number[]) =>
  fileOf(path, Uint8Array.from(images.flatMap((image) => record(image, labelsOf(image)))));
const pixelsOf = (images: readonly number[]) =>
  Uint8Array.from(
    images.flatMap((image) =>
      Array.from({ length: PLANE * CHANNELS }, (_, at) =>
        valueAt(image, at % CHANNELS, Math.floor(at / CHANNELS)),
      ),
    ),
  );
const areSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const names = (path: string, count: number) =>
  fileOf(path, Array.from({ length: count }, (_, index) => `name ${index}`).join('\n') + '\n\n');

describe('CIFAR', () => {
  it('comes batch after batch in the order of their numbers, colours pixel by pixel', async () => {
    const labelsOf = (image: number) => [image % 10];
    const files: SourceFile[] = [
      batch('data_batch_10.bin', [5, 6], labelsOf),
      names('batches.meta.txt', 10),
      batch('test_batch.bin', [7, 8, 9], labelsOf),
      batch('data_batch_2.bin', [3, 4], labelsOf),
      fileOf('readme.html', '<p>'),
    ];
    const reading = readingWith();
    expect(await cifar.recognises(files)).toBe(true);
    const { train, test, classNames } = await cifar.read(files, reading);
    expect([train.shape, test!.shape]).toEqual([
      [4, 32, 32, 3],
      [3, 32, 32, 3],
    ]);
    expect(areSame(train.images, pixelsOf([3, 4, 5, 6]))).toBe(true);
    expect(areSame(test!.images, pixelsOf([7, 8, 9]))).toBe(true);
    expect([[...train.labels], [...test!.labels]]).toEqual([
      [3, 4, 5, 6],
      [7, 8, 9],
    ]);
    expect(classNames?.[9]).toBe('name 9');
    expect(reading.skipped.map(({ name }) => name)).toEqual(['readme.html']);
  });

  it.each([
    ['fine', [90, 91]],
    ['coarse', [10, 11]],
  ])('of 100 classes comes with %s labels', async (answer, expected) => {
    const files = [batch('train.bin', [0, 1], (image) => [10 + image, 90 + image])];
    const { train } = await cifar.read(files, readingWith({ 'cifar-labels': answer }));
    expect([...train.labels]).toEqual(expected);
    expect(areSame(train.images, pixelsOf([0, 1]))).toBe(true);
  });
});
