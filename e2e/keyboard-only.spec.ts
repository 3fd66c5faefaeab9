import type { Locator } from '@playwright/test';
import { expect, test, type Lab } from './lab.ts';

/** Far more stops than a way through the page has. */
const MOST_STOPS = 120;

/** Walks on with the Tab key until `target` has the focus; every stop on the way must be seen. */
async function tabTo({ page }: Lab, target: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    await expect
      .poll(() => page.evaluate(focusedElement), 'a mark around what has the focus')
      .toMatchObject({ isMarked: true });
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`the Tab key does not lead to ${String(target)}`);
}

/** Runs in the page. The mark is drawn by the element, by a layer over it, or by what is around it. */
function focusedElement(): { name: string; isMarked: boolean } {
  const element = document.activeElement!;
  if (element === document.body) return { name: 'the page', isMarked: true };
  const drawn = [
    getComputedStyle(element),
    getComputedStyle(element, '::after'),
    ...[element.nextElementSibling, element.parentElement].flatMap((each) =>
      each ? [getComputedStyle(each)] : [],
    ),
  ];
  const isMarked = drawn.some(
    ({ outlineStyle, outlineWidth, boxShadow }) =>
      (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none',
  );
  return { name: element.outerHTML.slice(0, 120), isMarked };
}

test('set up, train, pause, step and finish without a pointer', async ({ lab }) => {
  const { page } = lab;
  const { keyboard } = page;
  await lab.open();

  await tabTo(lab, lab.picker('Architecture'));
  await keyboard.type('MLP');
  await expect(lab.picker('Architecture')).toHaveValue('mlp');
  await tabTo(lab, lab.field('Steps'));
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('1500');
  await expect(lab.field('Steps')).toHaveValue('1500');

  await keyboard.press('?'); // typed, and so no key of the lab
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await tabTo(lab, lab.mainButton);
  await expect(lab.mainButton).toHaveText('Train');
  await keyboard.press('Space');
  await expect(lab.mainButton).toHaveText('Pause');
  await lab.waitForStep(5);
  await keyboard.press('Enter');
  await lab.waitUntil('paused');
  await expect(lab.mainButton).toHaveText('Resume');

  const paused = await lab.stepsTaken();
  expect(paused).toBeLessThan(1500);
  await keyboard.press('.');
  await expect.poll(() => lab.stepsTaken()).toBe(paused + 1);

  await keyboard.press('?');
  const help = page.getByRole('dialog');
  await expect(help).toBeVisible();
  await expect(help).toContainText('Train, pause, resume');
  await keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  // Away from any control, Space is the lab's own key.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await keyboard.press('Space');
  await lab.waitUntilFinished();
  await expect(lab.mainButton).toHaveText('Train');

  const images = page.getByRole('listbox', { name: 'Test images' }).getByRole('option');
  await tabTo(lab, images.first());
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await expect(images.nth(1)).toHaveAttribute('aria-selected', 'true');
  await tabTo(lab, lab.slider('Rotation'));
  await keyboard.press('ArrowRight');
  await expect(lab.slider('Rotation')).not.toHaveValue('0');
});
