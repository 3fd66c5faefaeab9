/**
 * Which examples a run sees, and in which order. All of it follows from the seed and the step, so a
 * resumed run goes on with the batch that it would have had.
 */
import { createRandom } from '../core/random.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import type { HostBatch } from '../tasks/task.ts';

/** Test images that are scored during training; the same for every run on a dataset. */
export const TEST_SUBSET = 500;

/** The first `count` images of the seed's order of the training part: subsets of one seed nest. */
export function trainingSubset(
  dataset: Pick<Dataset, 'train'>,
  count: number,
  seed: number,
): Int32Array {
  const order = createRandom(seed).stream('data/subset').permutation(dataset.train.count);
  return order.subarray(0, count);
}

/** All test images in a fixed order that no run's seed changes. */
export const testOrder = (dataset: Dataset): Int32Array =>
  createRandom(0).stream('data/test-subset').permutation(dataset.test.count);

/** The first TEST_SUBSET of that order. */
export const testSubset = (dataset: Dataset): Int32Array =>
  testOrder(dataset).subarray(0, TEST_SUBSET);

/** The batches of a run: epoch after epoch in fresh order, every batch full. */
export function createBatchOrder(subset: Int32Array, batchSize: number, seed: number) {
  const random = createRandom(seed);
  let epoch = -1;
  let order: Int32Array = new Int32Array(0);

  function exampleAt(position: number): number {
    const wanted = Math.floor(position / subset.length);
    if (wanted !== epoch) {
      order = random.stream(`data/shuffle/${wanted}`).permutation(subset.length);
      epoch = wanted;
    }
    return subset[order[position % subset.length]!]!;
  }

  /** Indices into the training part for the step after `step` steps were taken. */
  return (step: number): Int32Array =>
    Int32Array.from({ length: batchSize }, (_, i) => exampleAt(step * batchSize + i));
}

/**
 * Copies images out of uint8 into [0, 1].
 *
 * @param room for the values, where the batch before is done with: fresh memory costs as much as the
 *   copy itself
 */
export function gatherBatch(
  set: ImageSet,
  pixelsPerImage: number,
  indices: Int32Array,
  room?: Float32Array,
): HostBatch {
  const values = room ?? new Float32Array(indices.length * pixelsPerImage);
  const labels = new Uint8Array(indices.length);
  indices.forEach((index, i) => {
    copyShares(values, i * pixelsPerImage, set.images, index * pixelsPerImage, pixelsPerImage);
    labels[i] = set.labels[index]!;
  });
  return { count: indices.length, values, labels };
}

function copyShares(
  values: Float32Array,
  to: number,
  bytes: Uint8Array,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) values[to + i] = bytes[from + i]! / 255;
}
