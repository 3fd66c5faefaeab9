// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { readOptions } from '../core/options.ts';
import { findDataset } from '../datasets/index.ts';
import { cardKey, loadCard } from './datasetCards.ts';
import { useEngines } from './engines.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { createScriptedEngine } from './scriptedEngine.ts';

it('keeps the eight cards that were used last', async () => {
  setLab(createLabState(), true);
  useEngines(createScriptedEngine);
  const dataset = { id: 'typefaces', options: {} };
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) await loadCard(dataset, seed);
  await loadCard(dataset, 1); // used again
  await loadCard(dataset, 9);
  const seeds = [3, 4, 5, 6, 7, 8, 1, 9];
  expect(Object.keys(getLab().cards)).toEqual(seeds.map((seed) => cardKey(dataset, seed)));
});

it('knows a card whether the options that it has by default are said or not', () => {
  const said = readOptions(findDataset('typefaces').options, {}, 'the test');
  expect(Object.keys(said)).not.toHaveLength(0);
  const [silent, whole] = [{}, said].map((options) => cardKey({ id: 'typefaces', options }, 1));
  expect(whole).toBe(silent);
});
