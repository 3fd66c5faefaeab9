/**
 * Pixels moved elsewhere: one permutation of all places, the same for every image of the training and
 * the test part. What was near lies anywhere now, and nothing else is changed: a network that gives
 * every pixel weights of its own learns the same as before, and one that counts on neighbours has lost
 * them.
 *
 *   image [height, width, channels] → [height, width, channels], its pixel i that of the place origins[i]
 *
 * _Told_, each pixel still carries the coordinates of the place that it came from: what a model knows
 * from coordinates it then knows as before, and what it knows from the grid is gone. Coordinates are
 * those that encodings see, and the channels of CoordConv's first convolution; deeper ones see places
 * that are mixtures.
 *
 * It is the last that is done to a dataset. Augmentation, warps and sensors see the moved pixels: a
 * turned picture is turned as it lies, which is no turned scene. A map over the picture (evidence,
 * occlusion, activations) shows pixels where they lie; its patches are no patches of the scene.
 *
 * Permuted MNIST: Goodfellow et al. 2013, arXiv:1312.6211; told coordinates are the lab's own.
 */
import { LabError } from '../../core/errors.ts';
import { choice, defaultsOf, integer, type Values } from '../../core/options.ts';
import type { Origins } from '../../core/origins.ts';
import { createRandom } from '../../core/random.ts';
import type { UnsealedDataset } from '../dataset.ts';
import type { Resample } from '../pictures/resampling.ts';
import { remakeImages } from './remaking.ts';

export const permutationOptions = {
  permutation: choice({
    label: 'Places of pixels',
    help: 'Moved: by one permutation for all images, so that what was near lies anywhere. Told: each still carries the coordinates of the place it came from.',
    default: 'none',
    choices: [
      { value: 'none', label: 'In place' },
      { value: 'moved', label: 'Permuted' },
      { value: 'told', label: 'Permuted, their coordinates told' },
    ],
    addedLater: true,
  }),
  permutationSeed: integer({
    label: 'Permutation seed',
    help: 'Another number moves the pixels in another way.',
    ...{ default: 0, min: 0, max: 2 ** 31 - 1 },
    when: { permutation: ['moved', 'told'] },
    addedLater: true,
  }),
};

/** The very same object where pixels stay in place. */
export async function permutePixels<Kind extends UnsealedDataset>(
  dataset: Kind,
  given: Partial<Values<typeof permutationOptions>>,
): Promise<Kind> {
  const { permutation, permutationSeed } = { ...defaultsOf(permutationOptions), ...given };
  if (permutation === 'none') return dataset;
  if (dataset.surface === 'sphere') throw onSphere();
  const { height, width, channels } = dataset;
  const origins = createRandom(permutationSeed)
    .stream('data/permutation')
    .permutation(height * width);
  const moved = await remakeImages(dataset, dataset, moverOf(origins, channels));
  return permutation === 'told' ? { ...moved, origins } : moved;
}

const moverOf =
  (origins: Origins, channels: number): Resample =>
  (images, begin, target, to) => {
    for (let pixel = 0; pixel < origins.length; pixel++) {
      const from = begin + origins[pixel]! * channels;
      const place = to + pixel * channels;
      for (let channel = 0; channel < channels; channel++) {
        target[place + channel] = images[from + channel]!;
      }
    }
  };

function onSphere(): LabError {
  return new LabError('permuted-sphere', {
    found: 'pixels permuted on a sphere, where they differ in the area that they cover',
    expected: 'a plane, where every place is as good as another',
    fix: 'lay the images on a plane, or leave the pixels in place',
  });
}
