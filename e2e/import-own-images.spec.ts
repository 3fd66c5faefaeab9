import { existsSync, readFileSync } from 'node:fs';
import { csv, npz, pictures, SIDE, zip } from './ownImages.ts';
import { expect, small, test } from './lab.ts';

const bars = { ...pictures('train/', 0, 20), ...pictures('test/', 40, 10) };
const few = { ...small.mlp, 'Training images': 50, Steps: 30, 'Batch size': 8 };

test('drop a zip of pictures, train on them, rename them, delete them', async ({ lab }) => {
  const litter = { '.DS_Store': Uint8Array.of(0, 0, 0, 1), 'train/readme.txt': Uint8Array.of(65) };
  await lab.open();
  await lab.drop(zip('bars.zip', { ...bars, ...litter }));
  await expect(lab.importFact('Images')).toHaveText(`${SIDE} × ${SIDE}, grey`);
  await expect(lab.importFact('Counts')).toHaveText('60 to train, 30 to test');
  const row = lab.importDialog.getByRole('row').filter({ hasText: 'slanted' });
  await expect(row.getByRole('cell').nth(0)).toHaveText('20');
  await expect(row.getByRole('cell').nth(1)).toHaveText('10');
  await expect(row.locator('canvas').first()).toBeVisible();
  await expect(lab.importDialog).toContainText('2 files of other kinds left out');
  await lab.acceptImport('Bars');

  await lab.compose(few);
  await lab.trainToTheEnd();
  expect(await lab.accuracyNumber(lab.newest())).toBeGreaterThan(60);

  await lab.openData();
  await lab.showDataset('Bars');
  await lab.data.getByRole('tab', { name: 'Origin' }).click();
  await lab.button('Rename…').click();
  await lab.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Sticks');
  await lab.page.getByRole('dialog').getByRole('button', { name: 'Rename', exact: true }).click();
  await lab.page.reload();
  await lab.showDataset('Sticks');
  await lab.data.getByRole('tab', { name: 'Origin' }).click();
  await lab.button('Delete…').click();
  await expect(lab.page.getByRole('dialog')).toContainText('1 run was trained on it');
  await lab.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(lab.data.getByRole('navigation')).not.toContainText('Sticks');
  await lab.page.reload();
  await expect(lab.data.getByRole('navigation')).toContainText('Nothing imported yet.');
});

test('answer what the files leave open, and see what comes of it', async ({ lab }) => {
  await lab.open();
  await lab.import(zip('one-part.zip', pictures('', 0, 20)));
  await expect(lab.importFact('Counts')).toHaveText('48 to train, 12 to test');
  await lab.importDialog
    .getByRole('combobox', { name: 'Split' })
    .selectOption({ label: '50 % train, 50 % test' });
  await expect(lab.importFact('Counts')).toHaveText('30 to train, 30 to test');
  await lab.acceptImport();
  await expect(lab.setUp).toContainText('Of 30 that there are.');
});

test('go on without a damaged picture only where one says so', async ({ lab }) => {
  const whole = bars['train/down/3.png']!;
  const damaged = { ...bars, 'train/down/3.png': whole.subarray(0, whole.length - 20) };
  await lab.open();
  await lab.import(zip('damaged.zip', damaged));
  await expect(lab.importDialog).toContainText('train/down/3.png');
  const accept = lab.importDialog.getByRole('button', { name: 'Import', exact: true });
  await expect(accept).toBeDisabled();
  await lab.importDialog.getByRole('checkbox', { name: 'Import without it' }).check();
  await expect(lab.importFact('Counts')).toHaveText('59 to train, 30 to test');
  await lab.acceptImport();
});

test('discard an import, and nothing is kept', async ({ lab }) => {
  await lab.open();
  await lab.import(zip('bars.zip', bars));
  await expect(lab.importFact('Counts')).toBeVisible();
  await lab.importDialog.getByRole('button', { name: 'Discard' }).click();
  await expect(lab.importDialog).toBeHidden();
  await lab.openData();
  await expect(lab.data.getByRole('navigation')).toContainText('Nothing imported yet.');
});

for (const [format, file, counts] of [
  ['CSV', csv('bars.csv', 60), '48 to train, 12 to test'],
  ['NPZ', npz('bars.npz', 60, 30), '60 to train, 30 to test'],
] as const) {
  test(`train on a ${format} file`, async ({ lab }) => {
    await lab.open();
    await lab.import(file);
    await expect(lab.importFact('Format')).toContainText(format);
    await expect(lab.importFact('Images')).toHaveText(`${SIDE} × ${SIDE}, grey`);
    await expect(lab.importFact('Counts')).toHaveText(counts);
    await lab.acceptImport('Bars');
    await lab.compose({ ...few, 'Training images': 40 });
    await lab.trainToTheEnd();
    await lab.reload();
    await expect(lab.picker('Dataset').getByRole('option', { selected: true })).toHaveText('Bars');
  });
}

const sample = new URL('../../shared/data/cifar10-sample.zip', import.meta.url);
test('train on real photographs out of a zip', async ({ lab }) => {
  test.skip(!existsSync(sample), 'CIFAR-10’s sample is not here: ../shared/data');
  const buffer = readFileSync(sample);
  await lab.open();
  await lab.import({ name: 'cifar10-sample.zip', mimeType: 'application/zip', buffer });
  await expect(lab.importFact('Images')).toHaveText('32 × 32, colour');
  await expect(lab.importDialog.getByRole('columnheader', { name: '10 classes' })).toBeVisible();
  await lab.acceptImport('Photographs');
  await lab.compose({ ...small.mlp, 'Training images': 100 });
  await lab.trainToTheEnd();
  await lab.openData();
  await lab.showDataset('Photographs');
  await lab.choose('Colour', 'Grey');
  await expect(lab.data).toContainText('32 × 32 grey');
});
