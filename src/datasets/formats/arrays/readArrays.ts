/** From arrays whose roles are known to images and labels. Labels are read first: they are small. */
import { LabError } from '../../../core/errors.ts';
import { shapeText } from '../../../core/shapes.ts';
import type { Reading } from '../../importing/reading.ts';
import type { LabelledPart, ReadParts } from '../format.ts';
import type { ArraySource } from './arraySource.ts';
import {
  interleave,
  layoutOf,
  layoutOfFlat,
  SAMPLE_IMAGES,
  type ImageLayout,
} from './imageLayout.ts';
import { readLabelArray, type Labels } from './labelArray.ts';
import { findRoles, type ArrayPair } from './roles.ts';
import { toBytes, type PixelArray } from './valueRange.ts';

/** Images whose labels have been read. */
export interface LabelledArray {
  readonly images: ArraySource;
  readonly labels: Labels;
  /** For errors. */
  readonly labelsName: string;
}

/** Arrays of which names and shapes tell, or a person says, which is which. */
export async function readArrays(
  arrays: readonly ArraySource[],
  reading: Reading,
): Promise<ReadParts> {
  const { train, test } = findRoles(arrays, reading);
  return partsOf(
    await readLabels(train, reading),
    test && (await readLabels(test, reading)),
    reading,
  );
}

/** Images in whatever layout and range, of one size and one range in both parts. */
export async function partsOf(
  train: LabelledArray,
  test: LabelledArray | undefined,
  reading: Reading,
): Promise<ReadParts> {
  const arrays = test ? [train, test] : [train];
  const read: ReadImages[] = [];
  for (const { images } of arrays) read.push(await readImages(images, reading));
  expectOneSize(read);
  const bytes = await toBytes(read, reading);
  const parts: LabelledPart[] = [];
  for (const [index, { layout, name }] of read.entries()) {
    const images = bytes[index]!;
    if (layout.planes) await interleave(images, layout.shape, reading);
    const { labels, labelsName } = arrays[index]!;
    parts.push({ name, labelsName, shape: layout.shape, images, labels });
  }
  return parts[1] ? { train: parts[0]!, test: parts[1] } : { train: parts[0]! };
}

interface ReadImages extends PixelArray {
  readonly layout: ImageLayout;
}

async function readLabels({ images, labels }: ArrayPair, reading: Reading): Promise<LabelledArray> {
  // Sizes are checked before anything is read.
  if (images.shape.length > 2) layoutOf(images.name, images.shape, reading);
  const count = images.shape[0] ?? 0;
  if (labels.shape[0] !== count) {
    throw new LabError('count-mismatch', {
      found: `${count} images in ${images.name} and ${labels.shape[0]} labels in ${labels.name}`,
      expected: 'one label for each image',
      fix: 'choose files that belong together',
    });
  }
  return { images, labels: await readLabelArray(labels, reading), labelsName: labels.name };
}

async function readImages(array: ArraySource, reading: Reading): Promise<ReadImages> {
  const { name, shape, type } = array;
  await reading.progress(0, 0, `Reading ${name}`);
  const values = await array.read();
  const imageSize = values.length / Math.max(1, shape[0]!);
  const layout =
    shape.length > 2
      ? layoutOf(name, shape, reading)
      : layoutOfFlat(name, shape, values.subarray(0, SAMPLE_IMAGES * imageSize), reading);
  return { name, type, values, imageSize, layout };
}

function expectOneSize([train, test]: readonly ReadImages[]): void {
  if (!train || !test) return;
  const [trainSize, testSize] = [train, test].map(({ layout }) => shapeText(layout.shape.slice(1)));
  if (trainSize === testSize) return;
  throw new LabError('size-mismatch', {
    found: `${train.name} of ${trainSize} and ${test.name} of ${testSize}`,
    expected: 'training and test images of one size',
    fix: 'choose files of one dataset',
  });
}
