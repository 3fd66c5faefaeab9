/** A stored dataset's options in specs, links and comparisons of runs. */
import { expect, it } from 'vitest';
import { defaultsOf, type OptionRecord } from '../core/options.ts';
import { findDataset } from '../datasets/index.ts';
import { preparationOptions } from '../datasets/preparation.ts';
import { createDefaultSpec, differences, readSpec } from '../training/specs.ts';
import { linkOf, readSpecLink } from './link.ts';
import { linkContext } from './linkContext.ts';
import { sameSpec } from './specText.ts';

const specWith = (options: OptionRecord, id = 'own/0123456789abcdef') => ({
  ...createDefaultSpec(),
  dataset: { id, options },
});
const defaults = defaultsOf(preparationOptions);
/** No option has its default. */
const everything = {
  ...{
    side: '14px',
    colour: 'grey',
    surface: 'sphere',
    split: 'anew',
    trainShare: 50,
    splitSeed: 7,
  },
  ...{ classes: 'two', classCount: 3, oneClass: 3, otherClass: 5 },
  ...{ permutation: 'told', permutationSeed: 9 },
};

it.each(['own/0123456789abcdef', 'mnist'])('%s has them', (id) => {
  expect(findDataset(id).options).toBe(preparationOptions);
  expect(Object.keys(everything).sort()).toEqual(Object.keys(defaults).sort());
});

it('runs from before there were options are runs with their defaults', () => {
  expect(readSpec(specWith({}), 'an old run').dataset.options).toEqual(defaults);
  expect(sameSpec(specWith({}), specWith(defaults))).toBe(true);
  expect(differences(specWith({}), specWith(defaults))).toEqual([]);
  expect(sameSpec(specWith({}), specWith({ side: '14px' }))).toBe(false);
});

it('what differs is said in words, and what does not matter is not', () => {
  expect(differences(specWith({ trainShare: 50 }), specWith({ side: '14px' }))).toEqual([
    { label: 'Pixel size', a: 'As it is', b: '14 pixels' },
  ]);
});

it('a link leads back to all of them, and says no default', () => {
  const context = linkContext();
  expect(linkOf(specWith(defaults), context)).toBe('dataset=own%2F0123456789abcdef');
  const spec = specWith(everything);
  expect(readSpecLink(linkOf(spec, context), context)).toMatchObject({ spec, faults: [] });
});
