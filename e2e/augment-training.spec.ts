import { expect, small, test } from './lab.ts';

test('training images are turned, and the link says so', async ({ lab, elsewhere }) => {
  const { page } = lab;
  await lab.open();
  await lab.compose({ ...small.mlp, Steps: 12 });
  const part = lab.setUp.getByRole('group').filter({ hasText: 'Augmentation' }).first();
  await expect(part).toContainText('none');
  await part.getByText('Augmentation').click();
  await lab.choose('Change to add', 'Rotation');
  await lab.button('Add change').click();
  await expect(lab.field('Rotation, from')).toBeFocused();
  await page.keyboard.type('-180');
  await page.keyboard.press('Tab');
  await page.keyboard.type('180');
  await expect(part).toContainText('Rotation -180 to 180 °');
  const samples = lab.setUp.getByRole('list', { name: /as they are trained on$/ });
  await expect(samples.getByRole('img').first()).toBeVisible();

  await lab.trainToTheEnd();
  const link = await lab.sharedLink();
  expect(link).toContain('augmentation=rotation.angle:-180~180');

  await elsewhere.page.goto(link);
  await elsewhere.waitUntilReady();
  await expect(elsewhere.setUp).toContainText('Rotation -180 to 180 °');
  expect(await elsewhere.sharedLink()).toBe(link);
  await expect(elsewhere.alert()).toHaveCount(0);
});

test('a range that cannot be is marked, and does not train', async ({ lab }) => {
  await lab.open('augmentation=rotation.angle:-20~20');
  await lab.setUp.getByText('Augmentation').click();
  await lab.set('Rotation, to', 400);
  await expect(lab.setUp).toContainText('A number from -180 to 180');
  await lab.mainButton.click();
  await expect(lab.alert()).toContainText('Rotation up to 400 in Rotation');
  await lab.button('Remove Rotation').click();
  await expect(lab.setUp).toContainText('none');
  await expect(lab.picker('Change to add')).toBeFocused();
});
