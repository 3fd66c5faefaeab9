import type { Locator } from '@playwright/test';
import { expect, small, test, type Lab } from './lab.ts';

const field = ({ page }: Lab) => page.getByRole('combobox', { name: 'Search commands' });
const options = ({ page }: Lab) =>
  page.getByRole('listbox', { name: 'Commands' }).getByRole('option');

async function ask(lab: Lab, words: string): Promise<void> {
  await lab.page.keyboard.press('ControlOrMeta+k');
  await expect(field(lab)).toBeFocused();
  await lab.page.keyboard.type(words);
  await lab.page.keyboard.press('Enter');
  await expect(field(lab)).toHaveCount(0);
}

test('set up, train, select and change the theme without leaving the keyboard', async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  await lab.compose(small.mlp);

  await ask(lab, 'architecture mlp');
  await expect(lab.picker('Architecture')).toHaveValue('mlp');
  await ask(lab, 'constant schedule');
  await expect(lab.picker('Schedule')).toHaveValue('constant');

  await ask(lab, 'train');
  await lab.waitUntilFinished();
  const first = await lab.nameOf(lab.newest());
  await lab.set('Seed', 2);
  await page.keyboard.press('ControlOrMeta+k'); // from within a field, too
  await expect(field(lab)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(lab.field('Seed')).toBeFocused();
  await ask(lab, 'train');
  await expect(lab.rows()).toHaveCount(2);
  await lab.waitUntilFinished();

  await expect(lab.row(first).getByRole('button').first()).toHaveAttribute('aria-pressed', 'false');
  await ask(lab, `select ${first}`);
  await expect(lab.row(first).getByRole('button').first()).toHaveAttribute('aria-pressed', 'true');

  await ask(lab, 'dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const saved = page.waitForEvent('download');
  await ask(lab, 'export');
  expect((await saved).suggestedFilename()).toMatch(/^coordinet-lab-results-/);
});

/** What a screen reader says, and what is drawn as chosen. */
async function expectActive(lab: Lab, option: Locator): Promise<void> {
  const id = (await option.getAttribute('id'))!;
  await expect(field(lab)).toHaveAttribute('aria-activedescendant', id);
  await expect(option).toHaveAttribute('aria-selected', 'true');
}

test('the list follows the arrow keys, and what was done last comes first', async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(options(lab).first()).toContainText('Train, pause, resume');
  await expectActive(lab, options(lab).first());
  await page.keyboard.press('ArrowUp'); // round to the end
  await expectActive(lab, options(lab).last());
  await page.keyboard.type('zzz');
  await expect(page.getByText('No command has “zzz”.')).toBeVisible();
  await page.keyboard.press('Escape');

  await ask(lab, 'evidence');
  await expect(lab.look.getByRole('tab', { name: 'Evidence' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await lab.reload();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(options(lab).first()).toContainText('Look: Evidence');
  await expect(options(lab).first()).toContainText('recent');
  await page.keyboard.press('Escape');

  // Keys in the help are those of the commands.
  await ask(lab, 'help');
  const help = page.getByRole('dialog');
  await expect(help).toContainText('One step');
  await expect(help).toContainText('All commands');
});

test.describe('narrow', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('a button opens it where there is no keyboard', async ({ lab }) => {
    const { page } = lab;
    await page.goto('/');
    await page.getByRole('button', { name: 'Commands', exact: true }).click();
    await field(lab).fill('share');
    await options(lab).first().click();
    await expect(page.getByRole('dialog', { name: 'Share this set-up' })).toBeVisible();
  });
});
