/**
 * What is left of each model when all pixels change places, in every image alike, and what of it comes
 * back when each pixel still carries the coordinates of the place that it came from.
 *
 * Treatments are arms, not levels, because it is treatments that are compared.
 */
import type { ChoiceChanges, StudyArm } from '../plan/plan.ts';
import { seedsTo, trainingImages } from './fields.ts';
import { defineReadyStudy } from './readyStudy.ts';

const treatments = {
  'in place': 'none',
  permuted: 'moved',
  'permuted, told': 'told',
} as const;
type Treatment = keyof typeof treatments;

const treated = (
  model: string,
  architecture: ChoiceChanges,
  which: readonly Treatment[],
): StudyArm[] =>
  which.map((treatment) => ({
    label: `${model}, ${treatment}`,
    changes: { architecture, dataset: { options: { permutation: treatments[treatment] } } },
  }));

const all = ['in place', 'permuted', 'permuted, told'] as const;
/** A model that is not told coordinates sees the same in both permuted treatments. */
const untold = ['in place', 'permuted'] as const;
const against = (model: string, a: Treatment) => ({
  a: `${model}, ${a}`,
  b: `${model}, permuted`,
});

export const permutedPixelsStudy = defineReadyStudy({
  id: 'permuted-pixels',
  title: 'Permuted pixels',
  question:
    'If all pixels change places, who still reads, and does it help to be told where each of them came from?',
  watchFor:
    'The MLP has weights of its own for each place and should not mind. A Coordinet that is told sees what it sees of pixels in place, so that the difference between the two should be none at all; a CoordConv CNN is told the same and cannot bring neighbours back.',
  plan: {
    base: { dataset: { id: 'typefaces' }, steps: 800 },
    arms: [
      ...treated('Coordinet', { id: 'coordinet' }, all),
      ...treated('CoordConv CNN', { id: 'coord-conv-cnn' }, all),
      ...treated('CNN', { id: 'cnn' }, untold),
      ...treated('MLP', { id: 'mlp' }, untold),
    ],
    factors: [trainingImages([300, 1000, 3000])],
    seeds: seedsTo(8),
    comparisons: [
      against('Coordinet', 'in place'),
      against('Coordinet', 'permuted, told'),
      against('CoordConv CNN', 'in place'),
      against('CoordConv CNN', 'permuted, told'),
      against('CNN', 'in place'),
      against('MLP', 'in place'),
    ],
    equal: ['steps'],
  },
  small: {
    base: { dataset: { id: 'typefaces' }, steps: 400 },
    factors: [trainingImages([300])],
  },
});
