/** The study that is killed again and again: long enough for all kills to fall into it. */
import { readPlan } from '../src/studies/plan/readPlan.ts';

export const killedStudy = readPlan({
  title: 'A study to be killed',
  question: 'Does it come to the same end?',
  base: { trainingImages: 100, steps: 300, batchSize: 16 },
  arms: [
    { label: 'MLP', changes: { architecture: { id: 'mlp', options: { width: 64 } } } },
    { label: 'Coordinet', changes: { architecture: { id: 'coordinet', options: { width: 16 } } } },
  ],
  factors: [
    {
      label: 'Training images',
      levels: [
        { label: '30', changes: { trainingImages: 30 } },
        { label: '100', changes: {} },
      ],
    },
  ],
  seeds: [1, 2, 3, 4, 5, 6],
  views: [{ label: 'shifted', viewing: { changes: [{ id: 'shift', options: { x: 2 } }] } }],
});
