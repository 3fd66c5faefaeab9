/**
 * Gives pixels other places, in every image the same ones.
 *
 *   a share of the pixels, chosen at random, change places among themselves; channels stay together
 *
 * What to expect: nothing is lost, and a person sees noise. A model that was trained so and treats
 * all places alike, as an MLP does, does not care; a convolution loses its neighbourhoods, and a
 * coordinate model what its encoding says of nearness. Trained upright, all fail.
 *
 * Goodfellow et al. 2013, "An empirical investigation of catastrophic forgetting",
 * arXiv:1312.6211, permuted MNIST.
 */
import { integer, number } from '../core/options.ts';
import { createRandom } from '../core/random.ts';
import { defineTransform } from './transform.ts';

export const permutation = defineTransform({
  id: 'permutation',
  label: 'Pixel permutation',
  summary: 'Gives pixels other places, in every image the same: nothing is lost but nearness.',
  reference: 'Goodfellow et al. 2013, arXiv:1312.6211',
  group: 'geometry',
  example: { share: 0.3 },
  options: {
    share: number({
      label: 'Pixel permutation',
      help: 'Share of the pixels that change places.',
      default: 0,
      min: 0,
      max: 1,
    }),
    number: integer({
      label: 'Number',
      help: 'Which permutation: another number, other places.',
      default: 0,
      min: 0,
      max: 999,
    }),
  },

  change({ share, number: which }, { height, width, channels }, shared) {
    const pixels = height * width;
    // Of the run's own seed and of the number.
    const random = createRandom(shared.bits(which));
    const chosen = random
      .stream('transform/permutation/chosen')
      .permutation(pixels)
      .subarray(0, Math.round(share * pixels));
    const order = random.stream('transform/permutation/order').permutation(chosen.length);
    const before = new Float32Array(chosen.length * channels);
    return (values) => {
      chosen.forEach((pixel, place) => {
        for (let channel = 0; channel < channels; channel++) {
          before[place * channels + channel] = values[pixel * channels + channel]!;
        }
      });
      chosen.forEach((pixel, place) => {
        for (let channel = 0; channel < channels; channel++) {
          values[pixel * channels + channel] = before[order[place]! * channels + channel]!;
        }
      });
    };
  },
});
