import { findMnist } from './files.ts';
import { expect, small, test, type Lab } from './lab.ts';

const mnist = findMnist();
test.skip(!mnist, 'MNIST is not here: ../shared/data/mnist-10k');

async function expectMnist(lab: Lab): Promise<void> {
  await expect(lab.picker('Dataset').getByRole('option', { selected: true })).toHaveText(
    't10k-images',
  );
  await expect(lab.setUp).toContainText('Of 8,000 that there are.');
}

test('choose MNIST’s files, train on them, and find them again', async ({ lab }) => {
  await lab.open();
  await lab.import(...mnist!);
  await expect(lab.importFact('Format')).toContainText('IDX');
  await expect(lab.importFact('Counts')).toHaveText('8,000 to train, 2,000 to test');
  await lab.acceptImport();
  await expectMnist(lab);

  await lab.compose({ ...small.mlp, 'Training images': 8000, Steps: 30 });
  await lab.trainToTheEnd();
  expect(await lab.accuracyNumber(lab.newest())).toBeGreaterThan(30);

  await lab.reload();
  await expectMnist(lab);
  await expect(lab.newest().getByText('finished')).toBeVisible();
  await lab.choose('Dataset', 'Typefaces');
  await lab.choose('Dataset', 't10k-images');
  await expectMnist(lab);
});

test('drop MNIST’s files on the page', async ({ lab }) => {
  await lab.open();
  await lab.drop(...mnist!);
  await lab.acceptImport();
  await expectMnist(lab);
  await expect(lab.alert()).toHaveCount(0);
});
