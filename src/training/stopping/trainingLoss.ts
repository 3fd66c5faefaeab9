/**
 * Trains until the batches are learned: the mean loss over the batches since the point before.
 *
 * Runs that end at one loss are compared by what they make of unseen images, not by how fast they
 * learn. Steps stay the cap: a model that never gets there ends with them.
 */
import { number } from '../../core/options.ts';
import { defineStoppingRule } from './stoppingRule.ts';

export const trainingLoss = defineStoppingRule({
  id: 'training-loss',
  label: 'At a training loss',
  summary: 'Ends once the mean loss over the batches since the last point is low enough.',
  reference: 'the lab’s own; Jiang et al. 2019, arXiv:1912.02178, compare runs in this way',
  options: {
    loss: number({
      label: 'Training loss',
      help: 'A lower one takes longer; below what the model can reach, all steps are taken.',
      default: 0.1,
      min: 1e-6,
      max: 10,
      unit: 'nats',
      scale: 'logarithmic',
    }),
  },
  needsValidation: false,
  keepsBest: false,
  isOver({ trainLoss }, { loss }) {
    const newest = trainLoss.at(-1) ?? null; // null at step 0
    return newest !== null && newest <= loss;
  },
});
