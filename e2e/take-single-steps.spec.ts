import { expect, small, test } from './lab.ts';

test('step by step, reset, and a run that was deleted by mistake', async ({ lab }) => {
  await lab.open();
  await lab.compose(small.mlp);
  await expect(lab.button('Reset')).toBeDisabled();
  for (const step of [1, 2, 3]) {
    await lab.step();
    await lab.waitUntil('paused');
    await expect(lab.progress()).toHaveText(`step ${step} of 40`);
  }
  await expect(lab.rows()).toHaveCount(1);
  await expect(lab.mainButton).toHaveText('Resume');
  const { runs } = await lab.exportResults();
  expect(runs[0]!.step).toBe(3);
  expect(runs[0]!.history.step).toEqual([0, 1, 2, 3]);

  await lab.button('Reset').click();
  await expect(lab.rows()).toHaveCount(0);
  await expect(lab.progress()).toHaveText('step 0 of 40');
  await expect(lab.mainButton).toHaveText('Train');

  await lab.trainToTheEnd();
  await expect(lab.button('Step')).toBeDisabled();
  const text = await lab.newest().innerText();
  const name = await lab.nameOf(lab.newest());
  await lab.button(`Delete ${name}`).click();
  await expect(lab.rows()).toHaveCount(0);
  const notice = lab.page.getByRole('status').filter({ hasText: `Deleted ${name}.` });
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.newest()).toHaveText(text, { useInnerText: true });
  await expect(lab.answers()).toContainText('%'); // its weights are back, too
});

test('an edit marks the run, and restarts nothing by itself', async ({ lab }) => {
  const changed = lab.page.getByText('Settings changed');
  await lab.open();
  await lab.compose({ ...small.coordinet, Steps: 50_000 });
  await lab.train();
  await lab.waitForStep(3);
  const name = await lab.nameOf(lab.newest());
  await expect(changed).toHaveCount(0);

  await lab.set('Batch size', 4);
  await expect(changed).toBeVisible();
  const step = await lab.stepsTaken();
  await lab.waitForStep(step + 3);
  await expect(lab.rows()).toHaveCount(1);
  expect(await lab.nameOf(lab.newest())).toBe(name);

  await lab.set('Batch size', 8); // as it was
  await expect(changed).toHaveCount(0);

  await lab.compose({ 'Batch size': 4, Steps: 20 });
  await lab.button('Restart with these settings').click();
  await expect(lab.row(name)).toHaveCount(0);
  await lab.waitUntilFinished();
  await expect(lab.rows()).toHaveCount(1);
  await expect(lab.progress()).toHaveText('step 20 of 20');
  await expect(changed).toHaveCount(0);

  await lab.choose('Architecture', 'CNN');
  await lab.button(`Restore settings of ${await lab.nameOf(lab.newest())}`).click();
  await expect(lab.picker('Architecture')).toHaveValue('coordinet');
  await expect(lab.field('Batch size')).toHaveValue('4');
});
