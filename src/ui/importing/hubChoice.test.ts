import { expect, it } from 'vitest';
import { hubIdOf, limitsFor, suggestedChoice, suggestedConfiguration } from './hubChoice.ts';

const split = (name: string, rows: number | null = 100, bytes = 1000) => ({ name, rows, bytes });

it('reads the id out of whatever was pasted', () => {
  for (const text of [
    'zalando-datasets/fashion_mnist',
    '  zalando-datasets/fashion_mnist/ ',
    'https://huggingface.co/datasets/zalando-datasets/fashion_mnist',
    'https://huggingface.co/datasets/zalando-datasets/fashion_mnist/tree/main?x=1#files',
    'huggingface.co/datasets/zalando-datasets/fashion_mnist/viewer',
    'datasets/zalando-datasets/fashion_mnist',
  ]) {
    expect(hubIdOf(text), text).toBe('zalando-datasets/fashion_mnist');
  }
  expect(hubIdOf('mnist')).toBe('mnist');
  expect(hubIdOf('  ')).toBe('');
});

it('takes the default configuration, else the first', () => {
  const listing = { id: 'a/b', revision: 'c', licence: null };
  const of = (...names: string[]) =>
    suggestedConfiguration({
      ...listing,
      configurations: names.map((name) => ({ name, splits: [] })),
    })?.name;
  expect(of('small', 'default')).toBe('default');
  expect(of('small', 'large')).toBe('small');
  expect(of()).toBeUndefined();
});

it('takes training and test splits by their names', () => {
  const splitsOf = (...names: string[]) => {
    const splits = names.map((name) => split(name));
    const choice = suggestedChoice('a/b', { name: 'default', splits });
    return choice && [choice.trainSplit, choice.testSplit];
  };
  expect(splitsOf('test', 'train')).toEqual(['train', 'test']);
  expect(splitsOf('validation', 'train')).toEqual(['train', 'validation']);
  expect(splitsOf('train', 'validation', 'test')).toEqual(['train', 'test']);
  expect(splitsOf('train')).toEqual(['train', null]);
  expect(splitsOf('balanced_train', 'val_1')).toEqual(['balanced_train', 'val_1']);
  expect(splitsOf()).toBeUndefined();
});

it('without a split that is called training the largest is it', () => {
  const splits = [split('few', 10, 10), split('many', 90, 90)];
  expect(suggestedChoice('a/b', { name: 'd', splits })?.trainSplit).toBe('many');
});

it('fetches all of a small dataset and a part of a large one', () => {
  const most = (...splits: ReturnType<typeof split>[]) =>
    suggestedChoice('a/b', { name: 'd', splits })?.most;
  expect(most(split('train', 60_000, 30e6), split('test', 10_000, 5e6))).toBeNull();
  expect(most(split('train', 1_300_000, 50e6))).toBe(10_000);
  expect(most(split('train', null, 400e6))).toBe(10_000);
});

it('offers no limit that leaves nothing out', () => {
  expect(limitsFor([split('train', 6000), split('test', 900)])).toEqual([1000, 5000]);
  expect(limitsFor([split('train', null)])).toEqual([1000, 5000, 10_000, 50_000]);
  expect(limitsFor([split('train', 500)])).toEqual([]);
});
