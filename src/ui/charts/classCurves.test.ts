import { expect, it } from 'vitest';
import {
  classCurvesOf,
  classScores,
  classTableOf,
  hasClasses,
  worstClasses,
} from './classCurves.ts';
import type { CurveRun } from './learningCurves.ts';

const names = ['cat', 'dog', 'owl', 'eel', 'none seen'];
const run: CurveRun = {
  id: 'a',
  name: 'calm-otter',
  colour: 4,
  hidden: false,
  state: 'finished',
  history: {
    step: [0, 10],
    trainLoss: [null, 1],
    trainAccuracy: [null, 0.5],
    testLoss: [2, 1],
    testAccuracy: [0.1, 0.6],
    validationLoss: [],
    validationAccuracy: [],
    testClassAccuracy: [
      [0, 0.5, 0, 0, null],
      [0.9, 0.2, 1, 0.4, null],
    ],
  },
};
const scores = classScores(run, names);

it('lists the worst class first and those without images last', () => {
  expect(scores.map(({ name }) => name)).toEqual(['dog', 'eel', 'cat', 'owl', 'none seen']);
  expect(scores[0]!.last).toBe(20);
  expect(worstClasses(scores)).toEqual([1, 3, 0]);
});

it('colours the picked classes, over the others in grey', () => {
  const { series } = classCurvesOf(run, { scores, picked: [2, 1], smoothing: 0 });
  expect(series.map(({ name, colour }) => [name, colour])).toEqual([
    ['eel', 'soft'],
    ['cat', 'soft'],
    ['none seen', 'soft'],
    ['dog', 1],
    ['owl', 0],
  ]);
  expect(series.at(-1)).toMatchObject({ y: [0, 100], hover: ['owl: 0.0 %', 'owl: 100.0 %'] });
  expect(series[0]!.hover).toBeUndefined();
});

it('keeps a column for each class in the table, in their own order', () => {
  const { columns, rows } = classTableOf(run, names);
  expect(columns).toEqual(['Run', 'Step', ...names.map((name) => `${name} (%)`)]);
  expect(rows[1]).toEqual(['calm-otter', 10, 90, 20, 100, 40, null]);
});

it('knows a run whose classes were not recorded', () => {
  const history = { ...run.history, testClassAccuracy: [null, null] };
  expect(hasClasses(run)).toBe(true);
  expect(hasClasses({ ...run, history })).toBe(false);
  expect(classScores({ ...run, history }, names)).toEqual([]);
});
