/**
 * Draws values together about the image's mean, or apart from it.
 *
 *   value ← clip((value − mean) · factor + mean, 0, 1)   the mean of each channel of the image
 *
 * What to expect: ink grows pale and the ground grey. A model without a normalisation of its input
 * soon takes all for the same class.
 *
 * `contrast` of Hendrycks and Dietterich 2019, arXiv:1903.12261, with factors from 0.4 to 0.05.
 */
import { number } from '../core/options.ts';
import { clip, defineTransform } from './transform.ts';

export const contrast = defineTransform({
  id: 'contrast',
  label: 'Contrast',
  summary: 'Draws values together about their mean, or apart: below 1 all grows grey.',
  reference: 'Hendrycks and Dietterich 2019, arXiv:1903.12261',
  group: 'light',
  example: { factor: 0.3 },
  options: {
    factor: number({
      label: 'Contrast',
      help: 'Below 1 draws values to their mean, 0 leaves it alone; above 1 apart.',
      default: 1,
      min: 0,
      max: 3,
      unit: '×',
    }),
  },

  change:
    ({ factor }, { channels }) =>
    (values) => {
      if (factor === 1) return;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let i = channel; i < values.length; i += channels) sum += values[i]!;
        const mean = sum / (values.length / channels);
        for (let i = channel; i < values.length; i += channels) {
          values[i] = clip((values[i]! - mean) * factor + mean);
        }
      }
    },
});
