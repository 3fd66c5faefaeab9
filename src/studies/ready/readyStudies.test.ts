import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../../core/options.ts';
import { seedsNeeded } from '../../core/statistics/holm.ts';
import { typefaces } from '../../datasets/typefaces.ts';
import { cellsOf } from '../plan/cells.ts';
import { faultsOfPlan } from '../plan/faults.ts';
import { knownOf, listedDataset } from '../plan/knownDataset.ts';
import { canonicalPlanText } from '../plan/planText.ts';
import { readPlan } from '../plan/readPlan.ts';
import { findReadyStudy, readyStudies } from './index.ts';
import { typefacesStudy } from './typefaces.ts';
import { planOf, readyMs, readySizes } from './readyStudy.ts';

it('lists every file of the folder', () => {
  const machinery = ['fields.ts', 'index.ts', 'readyStudy.ts'];
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (name) => !name.includes('.test.') && !machinery.includes(name),
  );
  expect(readyStudies).toHaveLength(files.length);
  expect(new Set(readyStudies.map(({ id }) => id)).size).toBe(files.length);
  for (const study of readyStudies) expect(findReadyStudy(study.id)).toBe(study);
  expect(() => findReadyStudy('cats')).toThrow(/ready study "cats".*typefaces/);
});

it('leaves room for validation beside 9,000 typefaces, whichever families a seed sets aside', async () => {
  const io = {
    readAsset: async (url: URL) => new Uint8Array(readFileSync(url)),
    readStored: async () => undefined,
  };
  const loaded = await typefaces.load(defaultsOf(typefaces.options), io);
  const sizes = knownOf(loaded, 1);
  const listed = listedDataset({ id: 'typefaces', options: {} }, 1);
  expect({ ...listed, familySizes: sizes.familySizes }).toEqual(sizes);
  for (const size of readySizes) {
    const plan = planOf(typefacesStudy, size);
    expect(faultsOfPlan(plan, (_, seed) => knownOf(loaded, seed))).toEqual([]);
  }
});

const hour = 3_600_000;

describe.each(readyStudies)('$id', (study) => {
  it.each(readySizes)('has no fault (%s)', (size) => {
    const plan = planOf(study, size);
    expect(faultsOfPlan(plan, listedDataset)).toEqual([]);
    expect(cellsOf(plan, []).open.length).toBeGreaterThan(10);
  });
  it.each(readySizes)('is a file that reads the same again (%s)', (size) => {
    const plan = planOf(study, size);
    const again = readPlan(JSON.parse(JSON.stringify(plan)));
    expect(again).toEqual(plan);
    expect(canonicalPlanText(again)).toBe(canonicalPlanText(plan));
  });
  it.each(readySizes)('has seeds enough for its comparisons (%s)', (size) => {
    const { comparisons, seeds } = planOf(study, size);
    expect(comparisons.length).toBeGreaterThan(0);
    expect(seeds.length).toBeGreaterThanOrEqual(seedsNeeded(comparisons.length));
  });
  it('takes a day at most, and hours when small', () => {
    const [whole, small] = [readyMs(study, 'whole')!, readyMs(study, 'small')!];
    expect(whole).toBeLessThan(36 * hour);
    expect(small).toBeLessThan(3 * hour);
    expect(small).toBeLessThan(whole / 3);
  });
});
