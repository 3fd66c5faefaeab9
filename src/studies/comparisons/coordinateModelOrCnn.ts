/**
 * The four ways to look at an image, on the ready experiment's digits: all pixels in a fixed order
 * (linear, MLP), small neighbourhoods everywhere (CNN), single pixels that are told where they lie
 * (Coordinet).
 */
import { defineComparison } from './comparison.ts';
import { contrast, leadText, rowOf } from './words.ts';

export const coordinateModelOrCnn = defineComparison({
  id: 'coordinate-model-or-cnn',
  title: 'Coordinate model or CNN?',
  question:
    'Can a network that sees one pixel at a time, and is told where it lies, read digits as well as one that sees neighbours together?',
  watchFor:
    'How early each curve rises, and where it levels off. Sizes differ: the table counts parameters.',
  shared: {},
  arms: [
    { label: 'Coordinet', changes: {} },
    { label: 'MLP', changes: { architecture: { id: 'mlp', options: {} } } },
    { label: 'CNN', changes: { architecture: { id: 'cnn', options: {} } } },
    { label: 'Linear', changes: { architecture: { id: 'linear', options: {} } } },
  ],
  read(rows) {
    const [coordinet, cnn] = [rowOf(rows, 'Coordinet'), rowOf(rows, 'CNN')];
    const pair = coordinet && cnn ? ` ${contrast(coordinet, cnn)}.` : '';
    return leadText(rows) + (rows.length > 2 ? pair : '');
  },
});
