/** A dataset described: one walk over all of its images. */
import type { Dataset } from '../dataset.ts';
import { countConstantImages, countsOf } from './counts.ts';
import type { DatasetDescription, Place } from './description.ts';
import { createDuplicateFinder, spansBothParts } from './duplicates.ts';
import { visitSlices, type Pass, type Slice } from './slices.ts';
import { createStatistics } from './statistics.ts';

/** The description shares no memory with the dataset: it may be handed to another thread. */
export async function describeDataset(dataset: Dataset, pass: Pass): Promise<DatasetDescription> {
  const { height, width, channels, classNames, train, test } = dataset;
  const statistics = createStatistics(dataset);
  const finder = createDuplicateFinder(dataset);
  let constantImages = 0;
  const visit = (slice: Slice) => {
    if (slice.part === 'train') statistics.add(slice);
    finder.add(slice);
    constantImages += countConstantImages(dataset, slice);
  };
  await visitSlices(dataset, visit, pass);

  const duplicates = finder.groups();
  return {
    ...{ height, width, channels, classNames },
    labels: { train: train.labels.slice(), test: test.labels.slice() },
    trainCounts: countsOf(train.labels, classNames.length),
    testCounts: countsOf(test.labels, classNames.length),
    ...statistics.result(),
    constantImages,
    duplicates,
    leakedTestImages: countLeaked(duplicates),
    contradictions: duplicates.filter((group) => isContradiction(dataset, group)).length,
  };
}

const countLeaked = (groups: readonly (readonly Place[])[]): number =>
  groups.filter(spansBothParts).flatMap((group) => group.filter(({ part }) => part === 'test'))
    .length;

function isContradiction(dataset: Dataset, group: readonly Place[]): boolean {
  const [first, ...others] = group.map(({ part, index }) => dataset[part].labels[index]);
  return others.some((label) => label !== first);
}
