/**
 * How the pixels of an image become one: a sum counts all evidence, a mean forgets how many pixels
 * spoke, a maximum keeps the strongest of each feature (Qi et al. 2016, arXiv:1612.00593).
 */
import { defineComparison } from './comparison.ts';
import { leadText } from './words.ts';

const pooledBy = (pooling: string) => ({
  architecture: { id: 'coordinet', options: { pooling } },
});

export const sumMeanOrMaximum = defineComparison({
  id: 'sum-mean-or-maximum',
  title: 'Sum, mean or maximum?',
  question:
    'When every pixel has said its piece, is it better to add all of it up, to average it, or to keep only the strongest voice?',
  watchFor:
    'All three have the same parameters and begin with the same weights. The rate was chosen for the ready experiment, which takes the maximum.',
  shared: { steps: 500 },
  arms: [
    { label: 'Maximum', changes: pooledBy('max') },
    { label: 'Sum', changes: pooledBy('sum') },
    { label: 'Mean', changes: pooledBy('mean') },
  ],
  read: leadText,
});
