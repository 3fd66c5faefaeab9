import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../core/errors.ts';
import { readingWith } from '../formats/testing.ts';
import { countsOf } from '../analysis/counts.ts';
import { pickImages, splitByClass, trainingCounts } from './splitting.ts';

/** Each image is two bytes that say which one it is. */
function numbered(labels: readonly number[]) {
  const images = Uint8Array.from(labels.flatMap((_, index) => [index & 255, index >> 8]));
  return { count: labels.length, images, labels: Uint8Array.from(labels) };
}
const numbersOf = ({ images }: { images: Uint8Array }) => [
  ...new Uint16Array(images.slice().buffer),
];

describe('the share of each class', () => {
  it('is the whole quota, and what is left goes to the largest remainders', () => {
    // Quotas 3.2, 4.8, 1.6 and 6.4 of 16 in all, of which the second class lost most by rounding, then
    // the third: but without its only other image it could not be tested.
    expect(trainingCounts([4, 6, 2, 8], 0.8)).toEqual([3, 5, 1, 7]);
    expect(trainingCounts([100, 50, 10], 0.8)).toEqual([80, 40, 8]);
    expect(trainingCounts(new Array(100).fill(6), 0.8).reduce((a, b) => a + b)).toBe(480);
    expect(trainingCounts([30], 0.7)).toEqual([21]); // 0.7 * 30 is a little less than 21
  });

  it('keeps one image of each class for each part, and a single one trains', () => {
    expect(trainingCounts([1, 2, 0, 3], 0.9)).toEqual([1, 1, 0, 2]);
    expect(trainingCounts([2, 2], 0.5)).toEqual([1, 1]);
  });

  it('differs from its quota by one at most, unless a part would be empty', () => {
    const counts = fc.array(fc.nat(300), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(counts, fc.constantFrom(0.5, 0.7, 0.8, 0.9), (sizes, share) => {
        const dealt = trainingCounts(sizes, share);
        let forced = 0;
        sizes.forEach((size, label) => {
          const [least, most] = [Math.min(1, size), size > 1 ? size - 1 : size];
          expect(dealt[label]).toBeGreaterThanOrEqual(least);
          expect(dealt[label]).toBeLessThanOrEqual(most);
          const isFree = dealt[label]! > least && dealt[label]! < most;
          if (isFree) expect(Math.abs(dealt[label]! - share * size)).toBeLessThanOrEqual(1);
          else forced++;
        });
        const total = sizes.reduce((a, b) => a + b);
        const off = Math.abs(dealt.reduce((a, b) => a + b) - share * total);
        expect(off).toBeLessThanOrEqual(0.5 + forced);
      }),
    );
  });
});

describe('a split', () => {
  const labels = Array.from({ length: 1000 }, (_, index) =>
    index < 700 ? 0 : index < 950 ? 1 : 2,
  );

  it('gives every image to one part, in the proportions of the classes', () => {
    const { train, test } = splitByClass(numbered(labels), 3, readingWith());
    expect([countsOf(train.labels, 3), countsOf(test.labels, 3)]).toEqual([
      [560, 200, 40],
      [140, 50, 10],
    ]);
    const all = [...numbersOf(train), ...numbersOf(test)];
    expect(all.toSorted((a, b) => a - b)).toEqual(labels.map((_, index) => index));
    for (const part of [train, test]) {
      expect([...part.labels]).toEqual(numbersOf(part).map((index) => labels[index]));
    }
  });

  it('draws them at random, and the same ones every time', () => {
    const { train, test } = splitByClass(numbered(labels), 3, readingWith());
    const again = splitByClass(numbered(labels), 3, readingWith());
    expect(numbersOf(again.test)).toEqual(numbersOf(test));
    // Numbers of a random tenth of 0…699 have a mean of 349.5 ± 17, and are in no order.
    const ofFirst = numbersOf(test).filter((index) => index < 700);
    const mean = ofFirst.reduce((a, b) => a + b) / ofFirst.length;
    expect(Math.abs(mean - 349.5)).toBeLessThan(60);
    expect(ofFirst).not.toEqual(ofFirst.toSorted((a, b) => a - b));
    expect(
      numbersOf(train)
        .slice(0, 50)
        .every((index) => index < 700),
    ).toBe(false);
  });

  it.each([
    ['90', 900],
    ['70', 700],
    ['50', 500],
    ['33', 800], // no choice: the suggestion
  ])('answered by %s trains on %i of 1,000', (answer, count) => {
    const reading = readingWith({ split: answer });
    expect(splitByClass(numbered(labels), 3, reading).train.count).toBe(count);
    expect(reading.asked.map(({ id }) => id)).toEqual(['split']);
  });

  it('is refused where nothing is left for testing', () => {
    const split = () => splitByClass(numbered([0, 1, 2]), 3, readingWith());
    expect(split).toThrow(expect.toSatisfy((error) => codeOf(error) === 'too-few-images'));
  });
});

it('picking copies images with their labels', () => {
  const whole = numbered([5, 6, 7]);
  const picked = pickImages(whole, Int32Array.of(2, 0));
  whole.images.fill(9);
  expect([numbersOf(picked), [...picked.labels], picked.count]).toEqual([[2, 0], [7, 5], 2]);
});
