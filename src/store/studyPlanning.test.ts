import { expect, it } from 'vitest';
import { readPlan } from '../studies/plan/readPlan.ts';
import { typedPlan } from '../studies/plan/testing.ts';
import {
  augmentationFactor,
  datasetFactor,
  datasetsOfFactor,
  levelValue,
  pathOfFactor,
  placeFactor,
  standardRange,
  turnablePlaces,
} from './studyPlanning.ts';
import { anglesOf, rotatedViews } from './studyViews.ts';

const plan = readPlan(typedPlan);
const place = (path: string) => turnablePlaces(plan).find((each) => each.path === path)!;

it('every place of any arm can be turned, each once', () => {
  const paths = turnablePlaces(plan).map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toEqual(expect.arrayContaining(['trainingImages', 'architecture.pooling']));
  const ofCnn = turnablePlaces({ ...plan, arms: [plan.arms[1]!] }).map(({ path }) => path);
  expect(ofCnn).not.toContain('architecture.pooling');
});

it('a factor over a place is recognised by that place, with its values', () => {
  const factor = placeFactor(place('trainingImages'), [30, 100]);
  expect(pathOfFactor(factor)).toBe('trainingImages');
  expect(factor.levels.map((level) => levelValue(level, 'trainingImages'))).toEqual([30, 100]);
  const pooling = placeFactor(place('architecture.pooling'), ['sum', 'max']);
  expect(pathOfFactor(pooling)).toBe('architecture.pooling');
  expect(pooling.levels.map((level) => levelValue(level, 'architecture.pooling'))).toEqual([
    'sum',
    'max',
  ]);
});

it('a factor over datasets, or over augmentation, is none of a place', () => {
  const datasets = datasetFactor(['where', 'typefaces'], []);
  expect(datasetsOfFactor(datasets)).toEqual(['where', 'typefaces']);
  expect(pathOfFactor(datasets)).toBeUndefined();
  const augmentation = augmentationFactor({
    changes: [{ id: 'rotation', options: { angle: -20 }, to: { angle: 20 } }],
    sensor: null,
  });
  expect(pathOfFactor(augmentation)).toBeUndefined();
  expect(new Set(augmentation.levels.map(({ label }) => label)).size).toBe(2);
});

it('a search begins within what is legal', () => {
  for (const each of turnablePlaces(plan)) {
    const range = standardRange(each);
    if ('values' in range || each.option.kind === 'choice' || each.option.kind === 'switch') {
      continue;
    }
    expect(range.from, each.path).toBeGreaterThanOrEqual(each.option.min);
    expect(range.to, each.path).toBeLessThanOrEqual(each.option.max);
    expect(range.from, each.path).toBeLessThan(range.to);
    if (range.scale === 'log') expect(range.from, each.path).toBeGreaterThan(0);
  }
});

it('rotations are recognised among views, others left alone', () => {
  expect(anglesOf([])).toEqual({ angles: [], telling: 'not told' });
  expect(anglesOf(rotatedViews([0, 40], 'told'))).toEqual({ angles: [0, 40], telling: 'told' });
  const [view] = rotatedViews([20], 'not told');
  expect(anglesOf([{ ...view!, label: 'mine' }])).toBeUndefined();
});
