/** Images of a dataset by their place. */
import { LabError } from '../../core/errors.ts';
import type { Dataset } from '../dataset.ts';
import type { Place } from './description.ts';
import { imageSizeOf } from './slices.ts';

/** A view of one image: [height, width, channels]. */
export function imageAt(dataset: Dataset, { part, index }: Place): Uint8Array {
  const { count, images } = dataset[part];
  if (!(Number.isInteger(index) && index >= 0 && index < count)) {
    throw new LabError('no-image', {
      found: `image ${index} of the ${part === 'train' ? 'training' : 'test'} part`,
      expected: `a whole number below ${count}, which is how many ${dataset.label} has there`,
      fix: 'look at the dataset anew: it has changed since',
    });
  }
  const size = imageSizeOf(dataset);
  return images.subarray(index * size, (index + 1) * size);
}

/** [places, height, width, channels], in memory of their own */
export function imagesAt(dataset: Dataset, places: readonly Place[]): Uint8Array<ArrayBuffer> {
  const size = imageSizeOf(dataset);
  const images = new Uint8Array(places.length * size);
  places.forEach((place, at) => images.set(imageAt(dataset, place), at * size));
  return images;
}
