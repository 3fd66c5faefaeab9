/** `--dataset NAME=PATH`: real files in place of what a study names. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../core/errors.ts';
import { importNamed } from './studyDatasets.ts';

const data = new URL('../../../shared/data/', import.meta.url);
const at = (name: string) => fileURLToPath(new URL(name, data));
const SLOW = 180_000;

const planOf = (id: string) => ({
  base: { dataset: { id, options: {} } },
  arms: [{ label: 'Other', changes: { dataset: { id: 'where' } } }],
});

/** Imports files under a name, as the command line does, and loads them as the plan then has them. */
async function importAs(name: string, path: string) {
  const { plan, imported, load } = await importNamed(planOf(name), new Map([[name, path]]));
  const { base, arms } = plan as ReturnType<typeof planOf>;
  return { base, arms, imported, dataset: await load(base.dataset) };
}

it('leaves datasets alone that ship with the lab', async () => {
  const { plan, imported } = await importNamed(planOf('typefaces'), new Map());
  expect([plan, imported]).toEqual([planOf('typefaces'), []]);
});

it('refuses files of a dataset that the study does not name, and files that are not there', async () => {
  const codeOfGiven = (name: string) =>
    importNamed(planOf('mnist'), new Map([[name, at('nothing-here')]])).then(() => 'none', codeOf);
  expect(await codeOfGiven('cifar10')).toBe('dataset-unused');
  expect(await codeOfGiven('mnist')).toBe('dataset-missing');
});

const mnist = at('mnist-10k');
describe.skipIf(!existsSync(mnist))('MNIST (skipped where ../shared/data is absent)', () => {
  it('stands in the plan by its images, which are loaded; the same files have the same id', async () => {
    const { base, arms, imported, dataset } = await importAs('mnist', mnist);
    expect(base.dataset.id).toMatch(/^own\/[0-9a-f]{16}$/);
    expect(arms[0]!.changes.dataset.id).toBe('where');
    expect(imported.map(({ id }) => id)).toEqual([base.dataset.id]);
    expect([dataset.height, dataset.width, dataset.channels]).toEqual([28, 28, 1]);
    expect([dataset.train.count, dataset.test.count]).toEqual([8000, 2000]);
    const again = await importAs(base.dataset.id, mnist);
    expect(again.dataset.sha256).toBe(dataset.sha256);
  });

  it('is refused where the study was planned with other images', async () => {
    const importing = importAs('own/0123456789abcdef', mnist);
    expect(await importing.then(() => 'none', codeOf)).toBe('dataset-differs');
  });
});

const cifar = at('cifar10-sample.zip');
describe.skipIf(!existsSync(cifar))('a zip (skipped where ../shared/data is absent)', () => {
  it(
    'gives its folders of photographs to a study that names CIFAR-10',
    async () => {
      const { base, dataset } = await importAs('cifar10', cifar);
      expect(base.dataset.id).toMatch(/^own\//);
      expect([dataset.height, dataset.width, dataset.channels]).toEqual([32, 32, 3]);
      expect([dataset.train.count, dataset.test.count]).toEqual([5000, 2000]);
      expect(dataset.classNames).toContain('airplane');
    },
    SLOW,
  );
});
