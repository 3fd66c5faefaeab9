/**
 * Who reads digits of unseen typefaces from few examples?
 *
 * Tuned alike: the same draws from the same ranges for every arm, chosen on images of families that
 * neither train nor test. They are more images than the smallest levels learn from: that is a luxury,
 * but the same one for all.
 */
import {
  arm,
  comparedAtSizes,
  modernSearch,
  seedsTo,
  trainingImages,
  tuningSeeds,
} from './fields.ts';
import { defineReadyStudy } from './readyStudy.ts';

const coordinet = (pooling: string) => ({ id: 'coordinet', options: { pooling } });
const raw = { encoding: { id: 'raw' } };
const waves = { encoding: { id: 'gaussian-fourier' } };
const octaves = { encoding: { id: 'log-linear' } };

const mlp = arm('MLP', { id: 'mlp' });
const cnn = arm('CNN', { id: 'cnn' });
const coordConv = arm('CoordConv CNN', { id: 'coord-conv-cnn' });
const coordinetSum = arm('Coordinet, sum', coordinet('sum'), waves);
const coordinetMax = arm('Coordinet, maximum', coordinet('max'), waves);

const tuning = { draws: 8, seeds: tuningSeeds, search: modernSearch };
const coordinets = [coordinetSum.label, coordinetMax.label];

export const typefacesStudy = defineReadyStudy({
  id: 'typefaces',
  title: 'Few typefaces: coordinates or convolutions?',
  question:
    'Is a network that sees one pixel at a time, and is told where it lies, ahead of an equally tuned CNN when training images are few?',
  watchFor:
    'A first try without tuning, six seeds: at 100 images Coordinet read 87 % with a sum and 87 % with a maximum, the MLP 83 %, the CNN 82 %; at 300 images the CNN led with the sum. Settings are chosen on 300 images, more than the smallest levels learn from.',
  plan: {
    base: {
      optimiser: { id: 'adamw' },
      validationImages: 300,
      steps: 1000,
    },
    arms: [
      cnn,
      coordinetSum,
      coordinetMax,
      arm('Coordinet, sum, raw coordinates', coordinet('sum'), raw),
      arm('Coordinet, maximum, raw coordinates', coordinet('max'), raw),
      arm('Coordinet, sum, log-linear', coordinet('sum'), octaves),
      arm('Coordinet, maximum, log-linear', coordinet('max'), octaves),
      mlp,
      coordConv,
    ],
    // Of 10,000 images validation takes up to 860: 300, and the rest of the last family.
    factors: [trainingImages([30, 100, 300, 1000, 3000, 9000])],
    seeds: seedsTo(10),
    comparisons: comparedAtSizes(coordinets, cnn.label, [30, 100, 300, 1000]),
    equal: ['steps', 'tuning'],
    tuning,
  },
  small: {
    base: {
      optimiser: { id: 'adamw' },
      validationImages: 300,
      steps: 600,
    },
    arms: [cnn, coordinetSum, coordinetMax, mlp],
    factors: [trainingImages([30, 100, 300, 1000])],
    seeds: seedsTo(8),
    // Six comparisons are the most that eight seeds can tell apart from chance.
    comparisons: comparedAtSizes(coordinets, cnn.label, [30, 100, 300]),
  },
});
