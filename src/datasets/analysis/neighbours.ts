/**
 * The nearest other images of a dataset, from both parts, by Euclidean distance of their pixels.
 * Exact: squared differences are whole numbers; an image is passed over as soon as it is farther away than
 * those found.
 */
import type { Dataset } from '../dataset.ts';
import type { Neighbour, Place } from './description.ts';
import { imageAt } from './images.ts';
import { imageSizeOf, visitSlices, type Pass, type Slice } from './slices.ts';

/** Pixel values between two looks at whether an image is too far away already. */
const STRETCH = 64;

interface Candidate extends Place {
  /** Sum of squared differences of values from 0 to 255. */
  readonly squares: number;
}

/** @returns nearest first; of those at one distance, training images first, then by number */
export async function findNeighbours(
  dataset: Dataset,
  place: Place,
  count: number,
  pass: Pass,
): Promise<Neighbour[]> {
  const size = imageSizeOf(dataset);
  const image = imageAt(dataset, place).slice();
  const nearest: Candidate[] = [];
  const visit = ({ part, set, begin, end }: Slice) => {
    for (let index = begin; index < end; index++) {
      const limit = nearest.length < count ? Infinity : nearest.at(-1)!.squares;
      const squares = squaresBelow(limit, { image, images: set.images, begin: index * size });
      const isItself = part === place.part && index === place.index;
      if (squares < limit && !isItself) insert(nearest, { part, index, squares }, count);
    }
  };
  if (count > 0) await visitSlices(dataset, visit, pass);
  return nearest.map(({ part, index, squares }) => ({
    ...{ part, index },
    label: dataset[part].labels[index]!,
    distance: Math.sqrt(squares / size) / 255,
  }));
}

/** The sum of squares, or some number of at least `limit` where it reaches that. */
function squaresBelow(
  limit: number,
  { image, images, begin }: { image: Uint8Array; images: Uint8Array; begin: number },
): number {
  const size = image.length;
  let squares = 0;
  for (let from = 0; from < size && squares < limit; from += STRETCH) {
    const to = Math.min(from + STRETCH, size);
    let sum = 0;
    for (let at = from; at < to; at++) {
      const difference = image[at]! - images[begin + at]!;
      sum = (sum + difference * difference) | 0; // 64 · 255² fits
    }
    squares += sum;
  }
  return squares;
}

/** Keeps the list sorted and no longer than `count`; earlier ones stay first among equals. */
function insert(nearest: Candidate[], candidate: Candidate, count: number): void {
  let at = nearest.length;
  while (at > 0 && nearest[at - 1]!.squares > candidate.squares) at--;
  nearest.splice(at, 0, candidate);
  if (nearest.length > count) nearest.pop();
}
