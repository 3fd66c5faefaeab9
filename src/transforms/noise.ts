/**
 * Adds Gaussian noise to each value by itself, then clips to [0, 1].
 *
 *   value [height * width * channels], 0 = black, 1 = full
 *   value ← clip(value + deviation · N(0, 1), 0, 1)
 *
 * What to expect: a model that sums over pixels counts every speckle of the background. Clipping
 * brightens it: half of the noise on black stays, on average 0.4 · deviation.
 *
 * Colour: each channel by itself.
 *
 * Hendrycks and Dietterich 2019, arXiv:1903.12261, `gaussian noise`.
 */
import { number } from '../core/options.ts';
import { clip, defineTransform } from './transform.ts';

export const noise = defineTransform({
  id: 'noise',
  label: 'Noise',
  summary: 'Adds Gaussian noise to every pixel and clips. It also brightens a black background.',
  reference: 'Hendrycks and Dietterich 2019, arXiv:1903.12261',
  group: 'noise',
  example: { deviation: 0.2 },
  strengths: [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1],
  options: {
    deviation: number({
      label: 'Noise',
      help: 'Standard deviation, where black is 0 and full is 1.',
      default: 0,
      min: 0,
      max: 1,
    }),
  },

  change:
    ({ deviation }) =>
    (values, random) => {
      for (let index = 0; index < values.length; index++) {
        values[index] = clip(values[index]! + deviation * random.normal(index));
      }
    },
});
