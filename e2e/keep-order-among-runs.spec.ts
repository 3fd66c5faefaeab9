import { expect, small, SOON, test, type Lab } from './lab.ts';

const look = (lab: Lab, name: string) =>
  lab.row(name).getByRole('button', { name, exact: true }).click();

test('name, tag, annotate, find and compare runs', async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  await lab.compose({ ...small.mlp, Steps: 20 });
  const given: string[] = [];
  for (const seed of [1, 2, 3]) {
    await lab.set('Seed', seed);
    await lab.trainToTheEnd();
    given.push(await lab.nameOf(lab.newest()));
  }
  const [first, second, third] = given as [string, string, string];

  // In place, by the key and by the pencil; Escape changes nothing.
  await lab.row(third).getByRole('button', { name: third, exact: true }).focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('the third one');
  await page.keyboard.press('Enter');
  await expect(lab.row('the third one')).toBeVisible();
  await lab.button('Rename the third one').click();
  await page.keyboard.type('not this');
  await page.keyboard.press('Escape');
  await expect(lab.row('the third one')).toBeVisible();

  await lab.button('Notes and tags of the third one').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Notes' }).fill('Looks good.\nTry wider.');
  await dialog.getByRole('textbox', { name: 'Tags' }).fill('keep, narrow');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(lab.row('the third one')).toContainText('Try wider.');

  await lab.reload();
  await expect(lab.row('the third one')).toContainText('Looks good.');
  await expect(lab.row('the third one').getByRole('button', { name: 'narrow' })).toBeVisible();
  for (const words of ['wider', 'keep', 'third', 'mlp narrow']) {
    await lab.search(words);
    await expect(lab.rows()).toHaveCount(1);
  }
  await lab.search('finished');
  await expect(lab.rows()).toHaveCount(3);
  await lab.search('nothing has this');
  await expect(lab.rows()).toHaveCount(0);
  await lab.button('Clear the search').click();
  await lab.button('narrow').click(); // a tag finds its like
  await expect(lab.rows()).toHaveCount(1);
  await lab.button('Clear the search').click();

  await lab.choose('Order of runs', 'Best first');
  await expect(async () => {
    const scores = await lab.rows().getByRole('definition').allInnerTexts();
    const numbers = scores.map((text) => Number.parseFloat(text));
    expect(numbers).toHaveLength(3);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  }).toPass(SOON);

  // Several at once, without a pointer.
  await lab.button('Select').press('Enter');
  for (const name of [first, second]) {
    await page.getByRole('checkbox', { name: `Select ${name}` }).press('Space');
  }
  const bulk = page.getByRole('group', { name: 'Selected runs' });
  await expect(bulk).toContainText('2 selected');
  await bulk.getByRole('button', { name: 'Compare' }).press('Enter');
  const pair = page.getByRole('region', { name: 'Two runs compared' });
  await expect(pair.getByRole('row', { name: /^Seed 1 2$/ })).toBeVisible();
  await expect(pair.getByRole('row', { name: /^Test accuracy \d/ })).toBeVisible();
  await expect(pair).toContainText(/One run each/);
  await expect(pair).not.toContainText('the third one');
  await page.getByRole('button', { name: 'Close the comparison' }).press('Enter');

  await bulk.getByRole('button', { name: 'Tag' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Tags' }).fill('pair');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'pair', exact: true })).toHaveCount(2);

  await bulk.getByRole('button', { name: 'Delete' }).click();
  await expect(lab.rows()).toHaveCount(1);
  const notice = page.getByRole('status').filter({ hasText: 'Deleted 2 runs.' });
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.rows()).toHaveCount(3);
  await look(lab, first);
  await expect(lab.row(first)).toContainText('MLP · 300 images');
});
