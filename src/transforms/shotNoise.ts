/**
 * The noise of counting photons: bright places vary most, black stays black.
 *
 *   value ← clip(Poisson(value / strength) · strength, 0, 1); its variance is strength · value
 *
 * A strength of 1/3 is 3 photons at full brightness. What to expect: the opposite of Gaussian noise
 * on digits: the background stays clean, and strokes lose pixels. Colour: each channel by itself.
 *
 * MNIST-C's `shot_noise` has 3 photons (Mu and Gilmer 2019, arXiv:1906.02337).
 */
import { number } from '../core/options.ts';
import { drawPoisson } from './imaging/poisson.ts';
import { clip, defineTransform } from './transform.ts';

export const shotNoise = defineTransform({
  id: 'shot-noise',
  label: 'Shot noise',
  summary: 'Counts few photons: bright places vary most, and black stays black.',
  reference: 'Mu and Gilmer 2019, MNIST-C, arXiv:1906.02337',
  group: 'noise',
  example: { strength: 1 / 3 },
  options: {
    strength: number({
      label: 'Shot noise',
      help: 'Variance of full brightness: one over the number of photons.',
      default: 0,
      min: 0,
      max: 1,
    }),
  },

  change:
    ({ strength }) =>
    (values, random) => {
      if (strength === 0) return;
      const count = values.length;
      for (let index = 0; index < count; index++) {
        const draw = (place: number) => random.uniform(place * count + index);
        values[index] = clip(drawPoisson(values[index]! / strength, draw) * strength);
      }
    },
});
