/** What a person sees of an import before accepting it. */
import type { UnsealedDataset } from '../datasets/dataset.ts';
import { countsOf } from '../datasets/analysis/counts.ts';
import type { ReadingRecord } from '../datasets/importing/session.ts';
import type { Understood } from '../datasets/importing/understanding.ts';
import type { UnderstoodImport } from './library.ts';

/** Sample images: so many of each class at most, and of all classes together. */
const SAMPLES_OF_CLASS = 8;
const MOST_SAMPLES = 256;
const MOST_SAMPLE_BYTES = 8 * 2 ** 20;

export function understoodImport(
  { dataset, format }: Understood,
  { skipped, ignoredCount, damagedCount, remarks }: ReadingRecord,
): UnderstoodImport {
  const { label, height, width, channels, classNames, train, test } = dataset;
  const [trainCounts, testCounts] = [train, test].map(({ labels }) =>
    countsOf(labels, classNames.length),
  );
  return {
    ...{ format, label, height, width, channels },
    classes: classNames.map((name, index) => ({
      name,
      train: trainCounts![index]!,
      test: testCounts![index]!,
    })),
    trainCount: train.count,
    testCount: test.count,
    bytes: [train, test].reduce((sum, part) => sum + part.images.length + part.labels.length, 0),
    samples: samplesOf(dataset),
    ...{ skipped, ignoredCount, damagedCount, remarks },
  };
}

/** The first training images of each class, class after class. */
function samplesOf(dataset: UnsealedDataset): UnderstoodImport['samples'] {
  const { train, classNames, height, width, channels } = dataset;
  const size = height * width * channels;
  const room = Math.min(MOST_SAMPLES, Math.max(1, Math.floor(MOST_SAMPLE_BYTES / size)));
  const ofClass = Math.min(SAMPLES_OF_CLASS, Math.max(1, Math.floor(room / classNames.length)));
  const left = new Array<number>(classNames.length).fill(ofClass);
  const places = [...train.labels.keys()].filter((place) => left[train.labels[place]!]!-- > 0);
  const shown = places.slice(0, room).sort((a, b) => train.labels[a]! - train.labels[b]! || a - b);
  const images = new Uint8Array(shown.length * size);
  shown.forEach((from, to) => {
    images.set(train.images.subarray(from * size, (from + 1) * size), to * size);
  });
  return {
    count: shown.length,
    images,
    labels: Uint8Array.from(shown, (place) => train.labels[place]!),
  };
}
