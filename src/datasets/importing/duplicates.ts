/**
 * Test images that are in the training part, too, make a model look better than it is: they are
 * counted, and a person may have them left out.
 */
import { createDuplicateFinder, spansBothParts } from '../analysis/duplicates.ts';
import { visitSlices } from '../analysis/slices.ts';
import type { Question, Reading } from './reading.ts';
import { pickImages } from './splitting.ts';
import type { UnsealedDataset } from '../dataset.ts';

export async function settleDuplicates(
  dataset: UnsealedDataset,
  reading: Reading,
): Promise<UnsealedDataset> {
  const finder = createDuplicateFinder(dataset);
  await visitSlices(dataset, finder.add, (done, of) =>
    reading.progress(done, of, 'Looking for duplicates'),
  );
  const groups = finder.groups();
  const shared = groups.filter(spansBothParts).flat();
  const leaked = new Set(shared.filter(({ part }) => part === 'test').map(({ index }) => index));
  const within = groups.reduce((sum, group) => sum + group.length - 1, 0);
  if (within > 0) reading.remark(`${imagesAre(within)} the same as another image.`);
  if (leaked.size === 0) return dataset;

  const { test } = dataset;
  const ofTest = `of ${test.count.toLocaleString('en')}`;
  reading.remark(
    `${leaked.size.toLocaleString('en')} ${ofTest} test images are in the training part, too: ` +
      'accuracy on them is recall.',
  );
  if (leaked.size === test.count) return dataset; // without them nothing would be left to test on
  if (reading.ask(question(leaked.size), 'keep') === 'keep') return dataset;
  const kept = Int32Array.from({ length: test.count }, (_, index) => index).filter(
    (index) => !leaked.has(index),
  );
  return { ...dataset, test: pickImages(test, kept) };
}

function question(count: number): Question {
  const images = count === 1 ? '1 test image' : `${count.toLocaleString('en')} test images`;
  return {
    id: 'duplicates',
    label: 'Duplicates',
    help: `${images} in the training part, too.`,
    choices: [
      { value: 'keep', label: 'Keep them' },
      { value: 'drop', label: 'Drop from the test part' },
    ],
  };
}

const imagesAre = (count: number) =>
  count === 1 ? '1 image is' : `${count.toLocaleString('en')} images are`;
