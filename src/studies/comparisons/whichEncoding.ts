/**
 * Four ways to put a place into numbers, in one model. How many features each gives differs by
 * design; the table's parameter counts say by how much.
 */
import { defineComparison } from './comparison.ts';
import { contrast, leadText, rowOf } from './words.ts';

export const whichEncoding = defineComparison({
  id: 'which-encoding',
  title: 'Which encoding?',
  question:
    'A pixel’s place can be given as two numbers, as waves along the axes, as waves in random directions, or learnt for each place: which helps most?',
  watchFor:
    'Look at the maps of each encoding: smooth ones tell neighbours little apart, wild ones tell them apart too well. A table has no notion of nearness.',
  shared: { steps: 400 },
  arms: [
    { label: 'Raw coordinates', changes: { encoding: { id: 'raw', options: {} } } },
    { label: 'Log-linear', changes: { encoding: { id: 'log-linear', options: {} } } },
    { label: 'Gaussian Fourier', changes: {} },
    { label: 'Learned table', changes: { encoding: { id: 'learned-table', options: {} } } },
  ],
  read(rows) {
    const [raw, waves] = [rowOf(rows, 'Raw coordinates'), rowOf(rows, 'Gaussian Fourier')];
    return [leadText(rows), ...(raw && waves ? [`${contrast(waves, raw)}.`] : [])].join(' ');
  },
});
