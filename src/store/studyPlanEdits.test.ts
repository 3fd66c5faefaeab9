import { describe, expect, it } from 'vitest';
import { applyChanges } from '../studies/plan/changes.ts';
import { createDefaultSpec } from '../training/specs.ts';
import {
  addArm,
  addComparison,
  baselineOf,
  changedSpec,
  changesBetween,
  comparedAt,
  compareWith,
  createPlan,
  isUntouched,
  numbersOf,
  removeArm,
  removeFactor,
  renameArm,
  seedsOf,
  seedsText,
  setFactor,
  type StudyPlan,
} from './studyPlanEdits.ts';

const base = createDefaultSpec();
const arm = (label: string) => ({ label, changes: {} });
const sizes = {
  label: 'Training images',
  levels: [30, 100].map((trainingImages) => ({
    label: String(trainingImages),
    changes: { trainingImages },
  })),
};
const withArms = (...labels: string[]): StudyPlan =>
  labels.reduce((plan, label) => addArm(plan, arm(label)), createPlan(base));

describe('what an arm changes', () => {
  it('is the least that makes one spec of another', () => {
    const wanted = applyChanges(base, {
      architecture: { id: 'mlp', options: { width: 32 } },
      learningRate: 0.001,
    });
    const changes = changesBetween(base, wanted);
    expect(Object.keys(changes).sort()).toEqual(['architecture', 'learningRate']);
    expect(applyChanges(base, changes)).toEqual(wanted);
  });

  it('names options alone where the system stays', () => {
    const wanted = changedSpec(base, { optimiser: { options: { beta1: 0.8 } } });
    expect(changesBetween(base, wanted)).toEqual({ optimiser: { options: { beta1: 0.8 } } });
  });

  it('never has the seed in it', () => {
    expect(changesBetween(base, { ...base, seed: 99 })).toEqual({});
  });

  it('is applied as the plan’s own reader applies it', () => {
    const changes = { architecture: { id: 'cnn' }, steps: 7, schedule: { id: 'cosine' } };
    const read = applyChanges(base, changes);
    expect(applyChanges(changedSpec(base, changes), {})).toEqual(read);
  });
});

describe('arms', () => {
  it('get labels of their own', () => {
    expect(withArms('CNN', 'CNN', 'CNN').arms.map(({ label }) => label)).toEqual([
      'CNN',
      'CNN 2',
      'CNN 3',
    ]);
  });

  it('are compared with the first one as they come', () => {
    expect(withArms('A', 'B', 'C').comparisons).toEqual([
      { a: 'B', b: 'A', at: 'mean' },
      { a: 'C', b: 'A', at: 'mean' },
    ]);
  });

  it('are compared at every level where the others are', () => {
    const plan = compareWith(setFactor(withArms('A', 'B'), sizes), 'A', 'levels');
    const places = addArm(plan, arm('C')).comparisons.filter(({ a }) => a === 'C');
    expect(places.map(({ at }) => at)).toEqual([
      { 'Training images': '30' },
      { 'Training images': '100' },
    ]);
  });

  it('take their comparisons along, renamed and removed', () => {
    const plan = withArms('A', 'B', 'C');
    expect(renameArm(plan, 'A', ' Net ').comparisons.map(({ b }) => b)).toEqual(['Net', 'Net']);
    expect(removeArm(plan, 'B').comparisons).toEqual([{ a: 'C', b: 'A', at: 'mean' }]);
    expect(removeArm(plan, 'A').comparisons).toEqual([]);
  });

  it('keep their names where the new one is taken or empty', () => {
    const plan = withArms('A', 'B');
    expect(renameArm(plan, 'A', 'B')).toBe(plan);
    expect(renameArm(plan, 'A', '  ')).toBe(plan);
  });
});

describe('comparisons', () => {
  it('are recognised as a pattern, or as chosen one by one', () => {
    const plan = setFactor(withArms('A', 'B', 'C'), sizes);
    expect(comparedAt(plan)).toBe('mean');
    expect(comparedAt(compareWith(plan, 'B', 'levels'))).toBe('levels');
    const chosen = addComparison(plan, { a: 'B', b: 'C', at: 'mean' });
    expect(comparedAt(chosen)).toBe('chosen');
    expect(baselineOf(chosen)).toBeUndefined();
  });

  it('at levels follow the levels that there are', () => {
    const plan = compareWith(setFactor(withArms('A', 'B'), sizes), 'A', 'levels');
    const more = setFactor(plan, {
      ...sizes,
      levels: [...sizes.levels, { label: '300', changes: { trainingImages: 300 } }],
    });
    expect(more.comparisons).toHaveLength(3);
    expect(removeFactor(plan, sizes.label).comparisons).toEqual([{ a: 'B', b: 'A', at: {} }]);
  });

  it('are declared once each', () => {
    const plan = withArms('A', 'B');
    expect(addComparison(plan, { a: 'B', b: 'A', at: 'mean' })).toBe(plan);
  });
});

describe('typed lists', () => {
  it.each([
    ['30, 100 300', [30, 100, 300]],
    ['30 30 0.5', [30, 0.5]],
    ['30 many', undefined],
    ['  ', undefined],
  ])('numbers: “%s”', (text, numbers) => {
    expect(numbersOf(text)).toEqual(numbers);
  });

  it.each([
    ['4', [1, 2, 3, 4]],
    ['1-3 7', [1, 2, 3, 7]],
    ['5, 5', [5]],
    ['0', undefined],
    ['3-1', undefined],
    ['1000000', undefined],
    ['six', undefined],
  ])('seeds: “%s”', (text, seeds) => {
    expect(seedsOf(text)).toEqual(seeds);
  });

  it('seeds are written as they are read', () => {
    for (const seeds of [
      [1, 2, 3],
      [1, 2, 3, 7, 9, 10],
      [5, 6],
    ]) {
      expect(seedsOf(seedsText(seeds))).toEqual(seeds);
    }
  });
});

it('a new plan would not be missed, one with a title would', () => {
  expect(isUntouched(createPlan())).toBe(true);
  expect(isUntouched({ ...createPlan(), title: 'Mine' })).toBe(false);
});
