/** A dataset as the page shows it: its figures, a few samples and the fixed test images. */
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import { testSubset, trainingSubset } from '../training/batches.ts';
import type { DatasetCard, LabelledImages } from './engine.ts';

const SAMPLES = 64;

/** @param seed orders the samples as a run of that seed would see them */
export function cardOf(dataset: Dataset, seed: number): DatasetCard {
  const pixels = dataset.height * dataset.width * dataset.channels;
  const first = trainingSubset(dataset, SAMPLES, seed);
  return {
    id: dataset.id,
    label: dataset.label,
    height: dataset.height,
    width: dataset.width,
    channels: dataset.channels,
    classNames: dataset.classNames,
    trainCount: dataset.train.count,
    testCount: dataset.test.count,
    source: dataset.source,
    licence: dataset.licence,
    sha256: dataset.sha256,
    samples: pick(dataset.train, first, pixels),
    testImages: pick(dataset.test, testSubset(dataset), pixels),
  };
}

function pick(set: ImageSet, indices: Int32Array, pixels: number): LabelledImages {
  const images = new Uint8Array(indices.length * pixels);
  indices.forEach((index, i) => {
    images.set(set.images.subarray(index * pixels, (index + 1) * pixels), i * pixels);
  });
  const labels = Uint8Array.from(indices, (index) => set.labels[index]!);
  return { count: indices.length, images, labels };
}
