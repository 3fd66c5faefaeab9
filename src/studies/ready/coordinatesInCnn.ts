/**
 * Coordinates for a plain CNN where the label has nothing to do with the place: the null result of
 * Liu et al. 2018 on ImageNet (top-5 + 0.04 %, five runs, not significant), at the cost of an hour.
 */
import type { Factor } from '../plan/plan.ts';
import { plainViewing } from '../../training/viewing.ts';
import { arm, seedsTo } from './fields.ts';
import { defineReadyStudy } from './readyStudy.ts';

/** Pixels, each way. */
const FARTHEST = 4;
const shifted = {
  id: 'shift',
  options: { x: -FARTHEST, y: -FARTHEST },
  to: { x: FARTHEST, y: FARTHEST },
};

const shifts: Factor = {
  label: 'Training images',
  levels: [
    { label: 'as they are', changes: { augmentation: null } },
    {
      label: `shifted by up to ${FARTHEST} pixels`,
      changes: { augmentation: { changes: [shifted], sensor: null } },
    },
  ],
};

const cnn = arm('CNN', { id: 'cnn' });
const coordConv = (label: string, where: string) =>
  arm(label, { id: 'coord-conv-cnn', options: { where } });

export const coordinatesInCnnStudy = defineReadyStudy({
  id: 'coordinates-in-a-cnn',
  title: 'Coordinates in a CNN that needs none',
  question:
    'Does a CNN that reads digits gain from being told where it looks, with and without random shifts?',
  watchFor:
    'It takes MNIST, which the Data page downloads. The CNN’s head sees where things are anyhow, so expect no difference, and look at the interval: how large a gain is ruled out? A plain mean over two runs would have found a winner.',
  plan: {
    base: { dataset: { id: 'mnist' }, steps: 1000, trainingImages: 5000 },
    arms: [
      cnn,
      coordConv('CoordConv, first layer', 'first'),
      coordConv('CoordConv, every layer', 'all'),
    ],
    factors: [shifts],
    seeds: seedsTo(10),
    equal: ['steps', 'parameters'],
    views: [
      {
        label: `shifted by up to ${FARTHEST} pixels`,
        viewing: { ...plainViewing, changes: [shifted] },
      },
    ],
  },
  small: {
    base: { dataset: { id: 'mnist' }, steps: 300, trainingImages: 1000 },
    arms: [cnn, coordConv('CoordConv, first layer', 'first')],
  },
});
