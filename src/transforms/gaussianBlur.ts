/**
 * Blurs each channel by a Gaussian; beyond the edge the image goes on as its last pixel.
 *
 * What to expect: thin strokes grow wide and pale. Models that read fine detail lose it; a coordinate
 * model with low frequencies alone hardly notices.
 *
 * As scikit-image's `gaussian` (4 deviations); `gaussian_blur` of Hendrycks and Dietterich 2019,
 * arXiv:1903.12261, and of MNIST-C.
 */
import { number } from '../core/options.ts';
import { createGaussianFilter } from './imaging/gaussianFilter.ts';
import { defineTransform } from './transform.ts';

export const gaussianBlur = defineTransform({
  id: 'gaussian-blur',
  label: 'Gaussian blur',
  summary: 'Blurs by a Gaussian: thin strokes grow wide and pale.',
  reference: 'Hendrycks and Dietterich 2019, arXiv:1903.12261',
  group: 'blur',
  example: { deviation: 2 },
  strengths: [0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6],
  options: {
    deviation: number({
      label: 'Gaussian blur',
      help: 'Standard deviation of the Gaussian.',
      default: 0,
      min: 0,
      max: 6,
      unit: 'pixels',
    }),
  },

  change({ deviation }, size) {
    const blur = createGaussianFilter(size, deviation, 'nearest');
    return (values) => {
      if (deviation === 0) return;
      blur(values);
      keepInRange(values);
    };
  },
});

/** The weights' sum is 1 but for rounding. */
function keepInRange(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) if (values[i]! > 1) values[i] = 1;
}
