/** What is counted of images and labels, for a description and for the checks of an import. */
import type { UnsealedDataset } from '../dataset.ts';
import { imageSizeOf, type Slice } from './slices.ts';

/** Images of each class. */
export function countsOf(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

/** Images of a slice whose values are all the same: nothing can be seen in them. */
export function countConstantImages(dataset: UnsealedDataset, { set, begin, end }: Slice): number {
  const size = imageSizeOf(dataset);
  if (size === 1) return 0; // no image of one value could be anything else
  let constant = 0;
  for (let first = begin * size; first < end * size; first += size) {
    let at = first + 1;
    while (at < first + size && set.images[at] === set.images[first]) at++;
    if (at === first + size) constant++;
  }
  return constant;
}
