import { expect, small, test } from './lab.ts';

test('find what a model confuses, and look at the images behind it', async ({ lab }) => {
  await lab.open();
  let panel = await lab.lookAt('Confusion');
  await expect(panel).toContainText('Train a model, then see what it takes for what.');
  await lab.compose({ ...small.mlp, Steps: 60 });
  await lab.trainToTheEnd();
  await expect(panel).toContainText('the whole test set');

  const table = await lab.dataOf(/^Data of Confusion of /);
  const classes = table['true \\ guess']!;
  expect(classes).toEqual([...'0123456789']);
  const numberAt = (row: number, guess: string) => Number(table[guess]![row]!.replaceAll(',', ''));
  const right = classes.reduce((sum, name, row) => sum + numberAt(row, name), 0);
  const all = classes.reduce((sum, _, row) => sum + numberAt(row, 'all'), 0);
  expect(all).toBe(2000);
  const accuracy = await lab.accuracyNumber(lab.newest());
  expect((100 * right) / all).toBeCloseTo(accuracy, 1);
  await expect(panel).toContainText(`${accuracy.toFixed(1)} %`);

  const errors = classes.flatMap((guess) =>
    classes.map((name, row) => (name === guess ? 0 : numberAt(row, guess))),
  );
  const cell = panel.getByRole('button', { name: /; arrow keys move$/ });
  const worst = Math.max(...errors);
  await expect(cell).toHaveAttribute('aria-label', new RegExp(`: ${worst} of`));

  await cell.focus();
  for (const key of ['PageUp', 'Home']) await lab.page.keyboard.press(key);
  await expect(cell).toHaveAccessibleName(/^“0” recognised/);
  await lab.page.keyboard.press('ArrowRight');
  await lab.page.keyboard.press('ArrowDown');
  await lab.page.keyboard.press('ArrowDown');
  await expect(cell).toHaveAccessibleName(
    new RegExp(`^“2” taken for “1”: ${numberAt(2, '1')} of ${numberAt(2, 'all')}`),
  );
  await lab.page.keyboard.press('ArrowRight'); // the diagonal: there are images behind it
  const behind = panel.getByRole('region', { name: 'Images behind the cell' });
  const images = behind.getByRole('button', { name: /^Test image no\. / });
  await expect(images).toHaveCount(Math.min(24, numberAt(2, '2')));
  await images.first().click();
  await expect(images.first()).toHaveAttribute('aria-pressed', 'true');

  panel = await lab.lookAt('Warp');
  await expect(panel).toContainText(/Test image no\. \d+ · “2”/);
  await expect(lab.answers().first()).toContainText('right');

  await lab.reload(); // the side that was looked at is the one that opens
  await expect(lab.look.getByRole('tab', { name: 'Warp' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await lab.lookAt('Confusion');
  await lab.reload();
  await expect(lab.look.getByRole('tab', { name: 'Confusion' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(lab.look.getByRole('tabpanel')).toContainText('the whole test set');
});
