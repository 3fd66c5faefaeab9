/**
 * Which images of the training part a run learns from, and which validate it. Both follow from the
 * seed: the slices of one seed nest over N, and what validates does not depend on N.
 *
 * Where images have families (faces of one typeface), whole families are reserved, so that no family
 * is on both sides: validation asks what the test set asks.
 */
import { createRandom } from '../core/random.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import { trainingSubset } from './batches.ts';
import type { RunSpec } from './spec.ts';

export type SliceWishes = Pick<RunSpec, 'trainingImages' | 'validationImages' | 'seed'>;

/** Indices into the training part. */
export interface Slices {
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

/** Shorter than asked for where the dataset has fewer; expectEnoughImages (specs.ts) says so. */
export function slicesOf(dataset: Pick<Dataset, 'train'>, wishes: SliceWishes): Slices {
  const { trainingImages, validationImages, seed } = wishes;
  if (validationImages === 0) {
    const training = trainingSubset(dataset, trainingImages, seed);
    return { training, validation: new Int32Array(0) };
  }
  const { train } = dataset;
  const order = trainingSubset(dataset, train.count, seed);
  const isReserved = reserve(train, validationImages, seed);
  const ofReserved = createRandom(seed).stream('data/validation/images').permutation(train.count);
  return {
    training: order.filter((image) => !isReserved[image]).subarray(0, trainingImages),
    validation: ofReserved.filter((image) => isReserved[image]).subarray(0, validationImages),
  };
}

/** [count] 1 for each image of the families that training does without. */
function reserve(train: ImageSet, wanted: number, seed: number): Uint8Array {
  const isReserved = new Uint8Array(train.count);
  let reserved = 0;
  for (const images of familiesInOrder(train, seed)) {
    if (reserved >= wanted) break;
    for (const image of images) isReserved[image] = 1;
    reserved += images.length;
  }
  return isReserved;
}

/** The images of each family, in the seed's order; an image without one is a family of its own. */
function* familiesInOrder({ count, groups }: ImageSet, seed: number): Generator<readonly number[]> {
  const stream = createRandom(seed).stream('data/validation');
  if (!groups) {
    for (const image of stream.permutation(count)) yield [image];
    return;
  }
  const families = new Map<number, number[]>();
  groups.forEach((family, image) => {
    const images = families.get(family);
    if (images) images.push(image);
    else families.set(family, [image]);
  });
  const inOrder = [...families].sort(([a], [b]) => a - b).map(([, images]) => images);
  for (const place of stream.permutation(inOrder.length)) yield inOrder[place]!;
}

/** How many images each family has, in the order in which they are reserved; undefined without families. */
export function familySizesOf(train: ImageSet, seed: number): number[] | undefined {
  if (!train.groups) return undefined;
  return [...familiesInOrder(train, seed)].map((images) => images.length);
}

/** Images that training does without: `validationImages`, or more where the last family is larger. */
export function reservedCount(
  validationImages: number,
  familySizes: readonly number[] | undefined,
): number {
  if (!familySizes) return validationImages;
  let reserved = 0;
  for (const size of familySizes) {
    if (reserved >= validationImages) return reserved;
    reserved += size;
  }
  return Math.max(reserved, validationImages);
}
