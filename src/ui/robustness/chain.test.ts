import { expect, it } from 'vitest';
import { findTransform, transforms } from '../../transforms/index.ts';
import { addable, keysOf, orderedOptions, placeAt, quickStarts } from './chain.ts';

it('offers every transform once, by group', () => {
  const offered = addable.flatMap((group) => group.transforms.map(({ id }) => id));
  expect(offered.toSorted()).toEqual(transforms.map(({ id }) => id).toSorted());
  expect(quickStarts.length).toBeGreaterThan(4);
});

it('names each of a list apart', () => {
  const chain = ['rotation', 'noise', 'rotation'].map((id) => ({ id, options: {} }));
  expect(keysOf(chain)).toEqual(['rotation/0', 'noise/0', 'rotation/1']);
});

it('finds the place for what is dragged', () => {
  expect([0, 15, 40, 99].map((y) => placeAt(y, [10, 30, 50]))).toEqual([0, 1, 2, 3]);
});

it('shows the strength of every transform first', () => {
  for (const each of transforms) {
    const [first, ...others] = orderedOptions(each);
    expect(['number', 'integer'], each.id).toContain(each.options[first!]!.kind);
    expect([first, ...others].toSorted()).toEqual(Object.keys(each.options).toSorted());
  }
  expect(orderedOptions(findTransform('shift'))[0]).toBe('x');
});
