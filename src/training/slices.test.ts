import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, messageOf } from '../core/errors.ts';
import type { ImageSet } from '../datasets/dataset.ts';
import { trainingSubset } from './batches.ts';
import { expectEnoughImages, faultsOf } from './enoughImages.ts';
import { familySizesOf, reservedCount, slicesOf } from './slices.ts';
import { createDefaultSpec } from './specs.ts';

const images = (count: number, groups?: readonly number[]): { train: ImageSet } => ({
  train: {
    count,
    images: new Uint8Array(count),
    labels: new Uint8Array(count),
    ...(groups ? { groups: Uint16Array.from(groups) } : {}),
  },
});
/** 200 images in 40 families of 5, which do not lie side by side. */
const faces = images(
  200,
  Array.from({ length: 200 }, (_, image) => 1000 + (image % 40)),
);
const plain = images(200);
const familyOf = (image: number) => faces.train.groups![image]!;
const wishes = (trainingImages: number, validationImages: number, seed = 1) => ({
  trainingImages,
  validationImages,
  seed,
});

describe('slices', () => {
  it('without validation are the subset that runs have always had', () => {
    for (const dataset of [plain, faces]) {
      const { training, validation } = slicesOf(dataset, wishes(50, 0, 3));
      expect(training).toEqual(trainingSubset(dataset, 50, 3));
      expect(validation).toHaveLength(0);
    }
  });

  it.each([
    ['images', plain, 200],
    ['families', faces, 200],
  ] as const)('of %s share nothing and have the sizes asked for', (_, dataset, count) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        (trainingImages, validationImages, seed) => {
          const { training, validation } = slicesOf(
            dataset,
            wishes(trainingImages, validationImages, seed),
          );
          expect([training.length, validation.length]).toEqual([trainingImages, validationImages]);
          const seen = new Set([...training, ...validation]);
          expect(seen.size).toBe(trainingImages + validationImages);
          expect(Math.max(...seen)).toBeLessThan(count);
        },
      ),
    );
  });

  it('keep every family on one side', () => {
    for (const seed of [1, 2, 3]) {
      const { training, validation } = slicesOf(faces, wishes(150, 23, seed));
      const validated = new Set([...validation].map(familyOf));
      expect([...training].some((image) => validated.has(familyOf(image)))).toBe(false);
      expect(validated.size).toBe(5); // ⌈23 / 5⌉, all of them represented
    }
  });

  it('nest over N for one seed, and validate alike', () => {
    for (const dataset of [plain, faces]) {
      const large = slicesOf(dataset, wishes(120, 30));
      for (const count of [1, 30, 119]) {
        const { training, validation } = slicesOf(dataset, wishes(count, 30));
        expect(training).toEqual(large.training.subarray(0, count));
        expect(validation).toEqual(large.validation);
      }
    }
  });

  it('leave the order of the others as it is without validation', () => {
    for (const dataset of [plain, faces]) {
      const { training } = slicesOf(dataset, wishes(170, 30, 4));
      const places = new Map([...trainingSubset(dataset, 200, 4)].map((image, i) => [image, i]));
      const order = [...training].map((image) => places.get(image)!);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });

  it('are others at another seed', () => {
    const [one, two] = [1, 2].map((seed) => slicesOf(faces, wishes(50, 30, seed)));
    expect(new Set(one!.validation)).not.toEqual(new Set(two!.validation));
  });
});

describe('what is set aside', () => {
  const sizes = familySizesOf(images(12, [7, 7, 7, 7, 8, 8, 8, 9, 9, 9, 9, 9]).train, 1)!;

  it('is whole families, in the order in which they are reserved', () => {
    expect(sizes.toSorted()).toEqual([3, 4, 5]);
    expect(reservedCount(1, sizes)).toBe(sizes[0]);
    expect(reservedCount(sizes[0]!, sizes)).toBe(sizes[0]);
    expect(reservedCount(sizes[0]! + 1, sizes)).toBe(sizes[0]! + sizes[1]!);
    expect(reservedCount(0, sizes)).toBe(0);
    expect(reservedCount(13, sizes)).toBe(13); // more than there are
  });

  it('is what was asked for where there are no families', () => {
    expect(familySizesOf(plain.train, 1)).toBeUndefined();
    expect(reservedCount(17, undefined)).toBe(17);
  });

  it('is what slices leave out', () => {
    for (const validationImages of [1, 23, 64]) {
      const { training } = slicesOf(faces, wishes(200, validationImages));
      const reserved = reservedCount(validationImages, familySizesOf(faces.train, 1));
      expect(training).toHaveLength(200 - reserved);
    }
  });
});

describe('a spec that asks for more images than there are', () => {
  const spec = (trainingImages: number, validationImages: number) => ({
    ...createDefaultSpec(),
    trainingImages,
    validationImages,
  });
  const known = { label: 'Faces', trainCount: 200, familySizes: familySizesOf(faces.train, 1) };
  const failureOf = (asked: ReturnType<typeof spec>, dataset = faces) => {
    try {
      expectEnoughImages(asked, { label: 'Faces', ...dataset });
      return undefined;
    } catch (error) {
      return { code: codeOf(error), text: messageOf(error) };
    }
  };

  it('is trained as long as both slices fit', () => {
    expect(faultsOf(spec(175, 23), known)).toEqual([]);
    expect(failureOf(spec(175, 23))).toBeUndefined();
    expect(failureOf(spec(170, 30), plain)).toBeUndefined();
    expect(faultsOf(spec(1e6, 1e6), undefined)).toEqual([]); // nothing is known of the dataset yet
  });

  it('is told what validation leaves', () => {
    expect(faultsOf(spec(176, 23), known)).toEqual([
      'Faces has 200 training images, of which validation takes 25, in whole families; choose at most 175 to learn from',
    ]);
    expect(failureOf(spec(176, 23))).toEqual({
      code: 'too-few-images',
      text: 'Found 176 training images asked for; expected at most 175, which is what 23 images for validation leave of the 200 of Faces. To do: lower "Training images" or "Validation images".',
    });
    expect(faultsOf(spec(171, 30), { label: 'Plain', trainCount: 200 })).toEqual([
      'Plain has 200 training images, of which validation takes 30; choose at most 170 to learn from',
    ]);
    expect(faultsOf(spec(10, 999), known)).toEqual([
      'Faces has 200 training images; validation would take all of them, in whole families',
    ]);
  });

  it('is told what there is where it wants no validation', () => {
    expect(faultsOf(spec(201, 0), known)).toEqual([
      'Faces has 200 training images; choose at most that many',
    ]);
    expect(failureOf(spec(201, 0))?.text).toContain('at most 200, which is all that Faces has');
  });

  it('is told that a rule which goes by validation needs images for it', () => {
    const blind = { ...spec(10, 0), stopping: { id: 'validation', options: {} } };
    expect(faultsOf(blind, undefined)).toEqual([
      'Stopping “By validation” needs validation images; choose some',
    ]);
    expect(failureOf(blind)?.code).toBe('no-validation');
  });
});
