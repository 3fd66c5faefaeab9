/**
 * The same four models on a question about place (Where) and on one about shape (Typefaces).
 *
 * A bag of pixels can answer the first no better than chance (datasets/where.ts). The CNN ends in a
 * dense layer over places, so it is not blind to them; CoordConv hands it coordinates outright
 * (Liu et al. 2018, arXiv:1807.03247).
 */
import type { RunSpec } from '../../training/spec.ts';
import { defineComparison, type Arm } from './comparison.ts';
import type { FinishedRow } from './table.ts';
import { accuracyText, leadText, listText } from './words.ts';

const models: readonly (readonly [label: string, changes: Partial<RunSpec>])[] = [
  ['Bag of pixels', { architecture: { id: 'bag-of-pixels', options: {} } }],
  ['CNN', { architecture: { id: 'cnn', options: {} } }],
  ['Coordinet', {}],
  ['CoordConv CNN', { architecture: { id: 'coord-conv-cnn', options: {} } }],
];
const arms = ['where', 'typefaces'].flatMap((id) =>
  models.map(([label, changes]): Arm => ({
    label,
    changes: { ...changes, dataset: { id, options: {} } },
  })),
);

/** Half-way between guessing among nine places and being always right. */
const LEARNT = 0.55;

export const whereOrWhat = defineComparison({
  id: 'where-or-what',
  title: 'Where or what?',
  question:
    'Which models can say where something is, and are they the ones that can say what it is?',
  watchFor:
    'On Where a model that is blind to places stays at chance, 11 %. A perfect score there is no achievement: the task needs positions and little else.',
  shared: { steps: 300 },
  arms,
  read(rows) {
    const where = rows.filter(({ dataset }) => dataset === 'Where');
    const what = rows.filter(({ dataset }) => dataset === 'Typefaces');
    const names = (some: readonly FinishedRow[]) =>
      listText(some.map((row) => `${row.label} (${accuracyText(row)})`));
    const found = where.filter(({ final }) => final.testAccuracy >= LEARNT);
    const lost = where.filter(({ final }) => final.testAccuracy < LEARNT);
    const parts = [
      ...(found.length > 0 ? [`The place was found by ${names(found)}.`] : []),
      ...(lost.length > 0 ? [`It was not found by ${names(lost)}; chance is 11.1 %.`] : []),
      ...(what.length > 0 ? [leadText(what)] : []),
    ];
    return parts.join(' ');
  },
});
