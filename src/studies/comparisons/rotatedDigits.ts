/**
 * Upright digits for training, or digits turned by any angle: what it costs to have seen them all.
 * Rotated MNIST (Larochelle et al. 2007, ICML) with the turning done while training.
 *
 * The test set is upright: who knows turned digits is asked on the Robustness page.
 */
import type { RunSpec } from '../../training/spec.ts';
import { defineComparison } from './comparison.ts';
import { accuracyText, contrast, rowOf } from './words.ts';

const cnn: Partial<RunSpec> = { architecture: { id: 'cnn', options: {} } };
const turned: Partial<RunSpec> = {
  augmentation: {
    changes: [{ id: 'rotation', options: { angle: -180 }, to: { angle: 180 } }],
    sensor: null,
  },
};

export const rotatedDigits = defineComparison({
  id: 'rotated-digits',
  title: 'Turned digits?',
  question:
    'A model that learnt from digits turned by any angle has seen more, but each upright digit less often: what does that cost on upright ones?',
  watchFor:
    'The test images are upright. How the four do when the test images turn, the Robustness page shows, and there the upright ones fall. A 6 that may be turned is a 9.',
  shared: {},
  arms: [
    { label: 'Coordinet, upright', changes: {} },
    { label: 'Coordinet, turned', changes: turned },
    { label: 'CNN, upright', changes: cnn },
    { label: 'CNN, turned', changes: { ...cnn, ...turned } },
  ],
  read(rows) {
    const pairs = ['Coordinet', 'CNN'].map((model) => ({
      upright: rowOf(rows, `${model}, upright`),
      turned: rowOf(rows, `${model}, turned`),
    }));
    const sentences = pairs.flatMap(({ upright, turned }) => {
      if (upright && turned) return [`${contrast(upright, turned)}.`];
      const [only] = [upright, turned].filter((row) => row !== undefined);
      return only ? [`${only.label} got ${accuracyText(only)} of the test images right.`] : [];
    });
    if (sentences.length === 0) return 'No arm came to a result.';
    return [...sentences, 'All test images were upright.'].join(' ');
  },
});
