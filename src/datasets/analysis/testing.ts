/** For the tests alone: small datasets of arbitrary images. */
import fc from 'fast-check';
import type { Dataset, ImageSet } from '../dataset.ts';

export interface TinyShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: number;
}

/** A part from images and labels of their own. */
export function partOf(
  images: readonly (readonly number[])[],
  labels: readonly number[],
): ImageSet {
  return {
    count: images.length,
    images: Uint8Array.from(images.flat()),
    labels: Uint8Array.from(labels),
  };
}

export function datasetOf(
  { height, width, channels, classes }: TinyShape,
  parts: { train: ImageSet; test: ImageSet },
): Dataset {
  return {
    ...{ id: 'own/tiny', label: 'Tiny', height, width, channels },
    classNames: Array.from({ length: classes }, (_, index) => `class ${index}`),
    ...parts,
    ...{ source: 'made by a test', licence: 'none', sha256: 'not sealed' },
  };
}

const tinyShape: fc.Arbitrary<TinyShape> = fc.record({
  height: fc.integer({ min: 1, max: 6 }),
  width: fc.integer({ min: 1, max: 6 }),
  channels: fc.constantFrom(1, 3),
  classes: fc.integer({ min: 2, max: 5 }),
});

/** Images of few different values, so that equal ones and equal distances are not rare. */
export const tinyDataset = (values = 256): fc.Arbitrary<Dataset> =>
  tinyShape.chain((shape) => {
    const size = shape.height * shape.width * shape.channels;
    const image = fc.array(fc.integer({ min: 0, max: values - 1 }), {
      minLength: size,
      maxLength: size,
    });
    const example = fc.tuple(image, fc.integer({ min: 0, max: shape.classes - 1 }));
    const part = fc.array(example, { minLength: 1, maxLength: 25 }).map((examples) =>
      partOf(
        examples.map(([pixels]) => pixels),
        examples.map(([, label]) => label),
      ),
    );
    return fc.record({ train: part, test: part }).map((parts) => datasetOf(shape, parts));
  });
