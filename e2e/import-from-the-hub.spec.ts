import type { Locator } from '@playwright/test';
import { small, type Lab } from './lab.ts';
import { putOnHub } from './hosts/hub.ts';
import { expect, test } from './hosts/online.ts';
import { parquetOfImages, type GivenImages } from './hosts/parquet.ts';

const id = 'someone/bars';
const bars: GivenImages = {
  ...{ count: 300, side: 12, channels: 1, classNames: ['top', 'middle', 'bottom'] },
};
const dataset = {
  id,
  licence: 'cc0-1.0',
  configurations: {
    default: {
      train: [parquetOfImages(bars), parquetOfImages({ ...bars, first: 300 })],
      test: [parquetOfImages({ ...bars, count: 90, first: 600 })],
    },
    colour: { train: [parquetOfImages({ ...bars, channels: 3, count: 60 })] },
  },
  rows: { default: { train: 600, test: 90 } },
};

/** @returns the dialog */
async function lookUp(lab: Lab, text: string): Promise<Locator> {
  const dialog = lab.page.getByRole('dialog', { name: 'From the Hugging Face Hub' });
  if (!(await dialog.isVisible())) {
    await lab.openData();
    await lab.button('From the Hugging Face Hub…').click();
  }
  await dialog.getByRole('textbox', { name: 'Dataset' }).fill(text);
  await dialog.getByRole('button', { name: 'Look up' }).click();
  return dialog;
}

/** What was understood, by the name that the dialog gives it. */
function fact(dialog: Locator, name: string): Locator {
  const term = dialog.page().getByRole('term').filter({ hasText: name });
  return dialog.locator('dl > div').filter({ has: term }).getByRole('definition');
}

const choices = (dialog: Locator, name: string) =>
  dialog.getByRole('combobox', { name }).getByRole('option').allInnerTexts();

test('find a dataset by its id, see what it holds, read it whole, train on it', async ({
  lab,
  hosts,
}) => {
  putOnHub(hosts, dataset);
  await lab.open();
  const dialog = await lookUp(lab, `https://huggingface.co/datasets/${id}`);
  await expect(dialog).toContainText('cc0-1.0');
  await expect.poll(() => choices(dialog, 'Configuration')).toEqual(['colour', 'default']);
  await dialog.getByRole('combobox', { name: 'Configuration' }).selectOption('default');
  await expect
    .poll(async () => (await choices(dialog, 'Training images')).join())
    .toMatch(/train · 600 images · \d+ kB/);
  await dialog.getByRole('combobox', { name: 'Training images' }).selectOption('train');
  await dialog.getByRole('combobox', { name: 'Test images' }).selectOption('test');
  await dialog.getByRole('button', { name: 'Read the images' }).click();

  await expect(fact(dialog, 'Format')).toHaveText('Parquet');
  await expect(fact(dialog, 'Counts')).toHaveText('600 to train, 90 to test');
  const row = dialog.getByRole('row').filter({ hasText: 'middle' });
  await expect(row.getByRole('cell').nth(0)).toHaveText('200');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Bars');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toBeHidden();
  await lab.page.getByRole('link', { name: 'Classify' }).click();

  await lab.compose({ ...small.mlp, 'Training images': 600, Steps: 60 });
  await lab.trainToTheEnd();
  expect(await lab.accuracyNumber(lab.newest())).toBeGreaterThan(60);

  await lab.openData();
  await lab.showDataset('Bars');
  await lab.data.getByRole('tab', { name: 'Origin' }).click();
  await expect(lab.data).toContainText('3 files, SHA-256 as the Hub states it');
  await expect(lab.data).toContainText(`huggingface.co/datasets/${id} at 1234567`);
});

test('an id that is none, a dataset that is gone, and one that asks people in', async ({
  lab,
  hosts,
}) => {
  putOnHub(hosts, { ...dataset, id: 'someone/closed', gated: 'manual' });
  await lab.open();
  const dialog = await lookUp(lab, 'not an id');
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('such as zalando-datasets/fashion_mnist');
  await lookUp(lab, 'someone/unknown');
  await expect(alert).toContainText('no public dataset someone/unknown');
  await lookUp(lab, 'someone/closed');
  await expect(alert).toContainText('only to people who are signed in');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
});

test('a file that breaks off, or is another, or a store that fails', async ({ lab, hosts }) => {
  const places = putOnHub(hosts, {
    id,
    configurations: { default: { train: [parquetOfImages(bars)] } },
  });
  const { stored } = places[0]!;
  await lab.open();
  const dialog = await lookUp(lab, id);
  hosts.fail(stored, 'wrong');
  await dialog.getByRole('button', { name: 'Read the images' }).click();
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('that is not default/train/0000.parquet: its checksum differs');
  hosts.fail(stored, 'missing');
  await lab.button('Try again').click();
  await expect(alert).toContainText('no default/train/0000.parquet on huggingface.co (answer 404)');
  hosts.fail(stored, 'cut', 1);
  await lab.button('Try again').click();
  await expect(fact(dialog, 'Counts')).toHaveText('240 to train, 60 to test');
  expect(hosts.requests.at(-1)!.range).toMatch(/^bytes=[1-9]\d*-$/);
  await dialog.getByRole('button', { name: 'Discard' }).click();
});
