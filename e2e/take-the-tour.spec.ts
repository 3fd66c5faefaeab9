import { expect, small, test, type Lab } from './lab.ts';

const card = ({ page }: Lab) => page.locator('[role=dialog][aria-labelledby=tour-title]');
const title = (lab: Lab) => card(lab).getByRole('heading');
const next = (lab: Lab) => card(lab).getByRole('button', { name: /^(Next|Finish)/ });

async function startFromHelp(lab: Lab): Promise<void> {
  await lab.button('Help').click();
  await lab.page.getByRole('dialog').getByRole('button', { name: 'Take the tour' }).click();
}

async function expectInWindow(lab: Lab): Promise<void> {
  const { width, height } = lab.page.viewportSize()!;
  await expect
    .poll(async () => {
      const box = (await card(lab).boundingBox())!;
      return box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
    })
    .toBe(true);
}

test('from the empty page to a comparison, and it says what it left behind', async ({ lab }) => {
  await lab.open();
  await expect(lab.button('take the tour')).toBeVisible();
  await lab.compose({ ...small.coordinet, Dataset: 'Where' });
  await startFromHelp(lab);

  // Either the person does it …
  await expect(title(lab)).toHaveText('Choose a dataset');
  await expect(next(lab)).toHaveText('Next: take Typefaces');
  await lab.choose('Dataset', 'Typefaces');
  await expect(next(lab)).toHaveText('Next');
  await next(lab).click();
  await expect(title(lab)).toHaveText('See what it is made of');
  await next(lab).click();

  // … or Next does.
  await expect(next(lab)).toHaveText('Next: train 100 steps');
  await next(lab).click();
  await expect(lab.rows()).toHaveCount(1);
  await expect(lab.progress()).toContainText('of 100');
  await expect(title(lab)).toHaveText('Watch it learn');
  await lab.waitForStep(5);
  await next(lab).click();
  await expect(title(lab)).toHaveText('Look at a mistake');
  await next(lab).click();
  await next(lab).click();
  await expect(lab.slider('Rotation')).toHaveValue('30');
  await expect(title(lab)).toHaveText('Take away where');
  await next(lab).click();
  await expect(lab.picker('Encoding')).toHaveValue('none');
  await expect(lab.rows()).toHaveCount(2);

  await expect(title(lab)).toHaveText('Compare');
  const names = await Promise.all(
    [lab.rows().nth(0), lab.rows().nth(1)].map((row) => lab.nameOf(row)),
  );
  for (const name of names) await expect(card(lab)).toContainText(name);
  await expect(card(lab)).toContainText('encoding None');
  await card(lab).getByRole('button', { name: 'Put my set-up back' }).click();
  await expect(lab.picker('Encoding')).toHaveValue('gaussian-fourier');
  await expect(lab.picker('Dataset')).toHaveValue('where');
  await expect(lab.field('Steps')).toHaveValue('20');
  await expect(lab.rows()).toHaveCount(2); // runs are the person's own
  await next(lab).click();
  await expect(card(lab)).toHaveCount(0);
  await lab.reload();
  await expect(card(lab)).toHaveCount(0);
});

test('Escape ends it at any time; what it changed is told', async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  await lab.compose({ ...small.coordinet, Dataset: 'Where' });
  await startFromHelp(lab);
  await expect(card(lab)).toBeFocused();
  await next(lab).click();
  await page.keyboard.press('Escape');
  await expect(card(lab)).toHaveCount(0);
  await expect(
    page.getByText('The tour is over. Changed in the set-up: dataset Typefaces.'),
  ).toBeVisible();
});

test.describe('narrow, by keyboard', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the card is always in the window, and its tab is open', async ({ lab }) => {
    const { page } = lab;
    await page.goto('/#steps=20&batch=8');
    await page.getByRole('button', { name: 'take the tour', exact: true }).press('Enter');
    const seen: string[] = [];
    for (;;) {
      seen.push(await title(lab).innerText());
      await expectInWindow(lab);
      const button = next(lab);
      const isLast = (await button.innerText()) === 'Finish';
      await button.press('Enter');
      if (isLast) break;
      await expect(title(lab)).not.toHaveText(seen.at(-1)!);
    }
    expect(seen.length).toBeGreaterThanOrEqual(6);
    await expect(page.getByRole('tab', { name: 'Runs' })).toHaveAttribute('aria-selected', 'true');
    await expect(card(lab)).toHaveCount(0);
  });
});
