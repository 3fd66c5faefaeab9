/** A dataset as the page shows it: its figures, a few samples, and test images. */
import { LabError } from '../core/errors.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import { testSubset, trainingSubset } from '../training/batches.ts';
import { familySizesOf } from '../training/slices.ts';
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
    familySizes: familySizesOf(dataset.train, seed),
    testCount: dataset.test.count,
    source: dataset.source,
    licence: dataset.licence,
    sha256: dataset.sha256,
    samples: pick(dataset.train, first, pixels),
    testImages: pick(dataset.test, testSubset(dataset), pixels),
  };
}

/**
 * Test images by number: uint8 [indices, height, width, channels]. A number beyond the test set is a
 * LabError: a list of mistakes may be older than the dataset.
 */
export function pickTestImages(dataset: Dataset, indices: readonly number[]): Uint8Array {
  const { height, width, channels, test, label } = dataset;
  const beyond = indices.find(
    (index) => !(Number.isInteger(index) && index >= 0 && index < test.count),
  );
  if (beyond !== undefined) {
    throw new LabError('no-test-image', {
      found: `test image ${beyond}`,
      expected: `a whole number below the ${test.count} test images of ${label}`,
      fix: 'look at the predictions anew',
    });
  }
  return pickImages(test, Int32Array.from(indices), height * width * channels);
}

function pickImages(set: ImageSet, indices: Int32Array, pixels: number): Uint8Array {
  const images = new Uint8Array(indices.length * pixels);
  indices.forEach((index, i) => {
    images.set(set.images.subarray(index * pixels, (index + 1) * pixels), i * pixels);
  });
  return images;
}

function pick(set: ImageSet, indices: Int32Array, pixels: number): LabelledImages {
  const images = pickImages(set, indices, pixels);
  const labels = Uint8Array.from(indices, (index) => set.labels[index]!);
  return { count: indices.length, images, labels };
}
