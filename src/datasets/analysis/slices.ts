/**
 * Work over all images of a dataset, cut into slices of some 5 to 30 ms, so that whoever works can
 * hear messages in between: a cancel, another call.
 */
import type { UnsealedDataset, ImageSet } from '../dataset.ts';
import type { Part } from './description.ts';

/** Told how many images are done, of how many; lets messages in, and rejects to end the work. */
export type Pass = (done: number, of: number) => Promise<void>;

/** Images of one part, from `begin` to before `end`. */
export interface Slice {
  readonly part: Part;
  readonly set: ImageSet;
  readonly begin: number;
  readonly end: number;
}

/** Pixel values between two passes. Counted, not timed: the clock has no say in what is computed. */
const SLICE = 2 ** 21;

export const imageSizeOf = ({ height, width, channels }: UnsealedDataset): number =>
  height * width * channels;

/** Visits all images in order, those of the training part first. */
export async function visitSlices(
  dataset: UnsealedDataset,
  visit: (slice: Slice) => void,
  pass: Pass,
): Promise<void> {
  const perSlice = Math.max(1, Math.floor(SLICE / imageSizeOf(dataset)));
  const of = dataset.train.count + dataset.test.count;
  let done = 0;
  for (const part of ['train', 'test'] as const) {
    const set = dataset[part];
    for (let begin = 0; begin < set.count; begin += perSlice) {
      const end = Math.min(begin + perSlice, set.count);
      visit({ part, set, begin, end });
      done += end - begin;
      await pass(done, of);
    }
  }
}
