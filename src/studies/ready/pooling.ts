/** How pixels are pooled, and how a value meets its place: both choices crossed. */
import type { Factor } from '../plan/plan.ts';
import { arm, seedsTo } from './fields.ts';
import { defineReadyStudy } from './readyStudy.ts';

const pooled = (label: string, pooling: string) =>
  arm(label, { id: 'coordinet', options: { pooling } });
const baseline = pooled('Maximum', 'max');

const conditioning = (ways: readonly (readonly [label: string, value: string])[]): Factor => ({
  label: 'Conditioning',
  levels: ways.map(([label, value]) => ({
    label,
    changes: { architecture: { options: { conditioning: value } } },
  })),
});
const multiply = ['Multiply', 'multiply'] as const;
const concatenate = ['Concatenate', 'concatenate'] as const;

export const poolingStudy = defineReadyStudy({
  id: 'pooling',
  title: 'Pooling and conditioning',
  question:
    'Does it matter how the sayings of all pixels are brought together, and how a pixel’s value meets its place?',
  watchFor:
    'A maximum listens to one pixel for each feature and passes a gradient to it alone; a sum listens to all. The settings are those that suit the maximum.',
  plan: {
    base: { steps: 800, trainingImages: 1000 },
    arms: [
      baseline,
      ...[pooled('Sum', 'sum'), pooled('Mean', 'mean'), pooled('Log-sum-exp', 'log-sum-exp')],
      ...[pooled('Mean and maximum', 'mean-max'), pooled('Attention', 'attention')],
    ],
    factors: [conditioning([multiply, concatenate, ['Add', 'add'], ['FiLM', 'film']])],
    seeds: seedsTo(8),
    baseline: baseline.label,
    equal: ['steps'],
  },
  small: {
    base: { steps: 400, trainingImages: 300 },
    arms: [baseline, pooled('Sum', 'sum'), pooled('Mean', 'mean')],
    factors: [conditioning([multiply, concatenate])],
  },
});
