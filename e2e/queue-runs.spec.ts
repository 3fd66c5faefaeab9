import { expect, small, test } from './lab.ts';

test('line runs up, reorder them, and take one out', async ({ lab }) => {
  await lab.open();
  await lab.compose({ ...small.mlp, Steps: 100_000 });
  await expect(lab.button('Queue')).toHaveCount(0);
  await lab.train();
  await lab.waitForStep(3);
  await expect(lab.button('Queue')).toBeDisabled(); // these very settings train already
  const first = await lab.nameOf(lab.newest());

  const names: string[] = [];
  for (const seed of [2, 3, 4]) {
    await lab.compose({ Seed: seed, Steps: 40 });
    await lab.button('Queue').click();
    await expect(lab.rows()).toHaveCount(seed);
    names.push(await lab.nameOf(lab.newest()));
  }
  const [second, third, fourth] = names as [string, string, string];
  await expect(lab.row(second)).toContainText('queued · next');
  await expect(lab.row(third)).toContainText('queued · place 2');
  await expect(lab.page.getByText('3 runs wait for their turn.')).toBeVisible();

  await lab.button(`Train ${fourth} earlier`).click(); // the newest is looked at
  await expect(lab.row(fourth)).toContainText('place 2');
  await lab.button(`Train ${fourth} earlier`).click();
  await expect(lab.row(fourth)).toContainText('next');
  await expect(lab.button(`Train ${fourth} earlier`)).toBeDisabled();
  await lab.row(third).getByRole('button', { name: third, exact: true }).click();
  await lab.button(`Take ${third} from the queue`).click();
  await expect(lab.row(third)).toContainText('stopped');

  await lab.button('Pause all').click();
  await lab.waitUntil('paused', lab.row(first));
  await expect(lab.page.getByText('2 runs wait: a pause holds the queue, too.')).toBeVisible();
  await expect(lab.row(fourth)).toContainText('next');
  await lab.row(first).getByRole('button', { name: first, exact: true }).click();
  await lab.button(`Delete ${first}`).click(); // what comes first need not be finished
  await lab.button('Resume all').click();
  await lab.waitUntilFinished(lab.row(fourth));
  await lab.waitUntilFinished(lab.row(second));
  await expect(lab.row(third)).toContainText('stopped');
  await expect(lab.page.getByRole('group', { name: 'Queue' })).toHaveCount(0);
});

test('a run that diverges does not hold up the next', async ({ lab }) => {
  await lab.open();
  await lab.compose({ ...small.mlp, Steps: 20_000 }); // trains on while the others are lined up
  await lab.train();
  await lab.compose({ Optimiser: 'SGD with momentum', 'Learning rate': 1000, Steps: 40 });
  await lab.button('Queue').click();
  await lab.set('Learning rate', 0.01);
  await lab.button('Queue').click();
  await expect(lab.rows()).toHaveCount(3);
  await lab.waitUntilFinished();
  await lab.waitUntil('diverged', lab.rows().nth(1));
  await lab.waitUntilFinished(lab.rows().nth(2));
});
