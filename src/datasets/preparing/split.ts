/** All images divided anew into training and test part, at random from each class in proportion. */
import { choice, integer, type Values } from '../../core/options.ts';
import { concatBytes } from '../../core/hash.ts';
import { imageSizeOf } from '../analysis/slices.ts';
import type { ImageSet, UnsealedDataset } from '../dataset.ts';
import { divideByClass } from '../importing/splitting.ts';

export const splitOptions = {
  split: choice({
    label: 'Split',
    help: 'As the dataset has it, or all images divided anew: at random from each class in proportion.',
    default: 'given',
    choices: [
      { value: 'given', label: 'As given' },
      { value: 'anew', label: 'Divided anew' },
    ],
  }),
  trainShare: integer({
    label: 'Training share',
    help: 'Of all images; the rest is for testing.',
    ...{ default: 80, min: 5, max: 95, unit: '%' },
    when: { split: ['anew'] },
  }),
  splitSeed: integer({
    label: 'Split seed',
    help: 'Another number divides the images in another way.',
    ...{ default: 0, min: 0, max: 2 ** 31 - 1 },
    when: { split: ['anew'] },
  }),
};

/** The very same object where the split stays as it is. */
export function divideAnew<Kind extends UnsealedDataset>(
  dataset: Kind,
  { split, trainShare, splitSeed }: Values<typeof splitOptions>,
): Kind {
  if (split === 'given') return dataset;
  const { train, test } = divideByClass(concatBytes([dataset.train.labels, dataset.test.labels]), {
    classes: dataset.classNames.length,
    share: trainShare / 100,
    seed: splitSeed,
  });
  return { ...dataset, train: pickFromBoth(dataset, train), test: pickFromBoth(dataset, test) };
}

/** @param places numbers of test images follow those of training images */
function pickFromBoth(dataset: UnsealedDataset, places: Int32Array): ImageSet {
  const size = imageSizeOf(dataset);
  const images = new Uint8Array(places.length * size);
  const labels = new Uint8Array(places.length);
  places.forEach((place, to) => {
    const inTest = place - dataset.train.count;
    const [set, from] = inTest < 0 ? [dataset.train, place] : [dataset.test, inTest];
    images.set(set.images.subarray(from * size, (from + 1) * size), to * size);
    labels[to] = set.labels[from]!;
  });
  return { count: places.length, images, labels };
}
