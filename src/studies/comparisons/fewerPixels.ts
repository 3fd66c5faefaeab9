/**
 * A model that adds up all pixels, trained on all of them or on a random quarter to all, other ones for
 * each batch, each counted for those that are left out.
 *
 * The test set has all pixels: who can do with fewer is asked on the Robustness page.
 */
import { defineComparison } from './comparison.ts';
import { accuracyText, contrast, rowOf } from './words.ts';

export const fewerPixels = defineComparison({
  id: 'fewer-pixels',
  title: 'Fewer pixels?',
  question:
    'A model of pixels takes any number of them. Does it read whole digits as well when it learnt from a random quarter to all of their pixels?',
  watchFor:
    'The test images have all pixels. How both do with a half or a quarter of them, the Robustness page shows: choose the sensor Random subset.',
  shared: { architecture: { id: 'coordinet', options: { pooling: 'sum' } } },
  arms: [
    { label: 'All pixels', changes: {} },
    {
      label: 'Random subsets',
      changes: {
        augmentation: {
          changes: [],
          sensor: { id: 'random-subset', options: { share: 0.25 }, to: { share: 1 } },
        },
      },
    },
  ],
  read(rows) {
    const [all, some] = [rowOf(rows, 'All pixels'), rowOf(rows, 'Random subsets')];
    const [only] = [all, some].filter((row) => row !== undefined);
    if (!only) return 'No arm came to a result.';
    const said =
      all && some
        ? contrast(all, some)
        : `${only.label} got ${accuracyText(only)} of the test images right`;
    return `${said}. All test images were whole.`;
  },
});
