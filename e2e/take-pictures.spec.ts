/** Chromium's own camera: a green ground on which a wedge turns. */
import type { Locator } from '@playwright/test';
import { expect, test, type Lab } from './lab.ts';

const flags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
test.use({
  launchOptions: async ({ launchOptions }, lend) =>
    lend({ ...launchOptions, args: [...(launchOptions.args ?? []), ...flags] }),
});

const dialogOf = (lab: Lab) => lab.page.getByRole('dialog', { name: 'From the webcam' });
const takeButton = (lab: Lab) => dialogOf(lab).getByRole('button', { name: /^Hold to take/ });
const picturesOf = (lab: Lab, name: string) =>
  dialogOf(lab).getByRole('button', { name: new RegExp(`^Delete picture \\d+ of ${name}$`) });

/** How many there are once no more come: eight are taken in a second. */
async function settledCount(pictures: Locator): Promise<number> {
  let count = -1;
  await expect
    .poll(
      async () => {
        const before = count;
        count = await pictures.count();
        return count === before;
      },
      { intervals: [400] },
    )
    .toBe(true);
  return count;
}

async function ask({ page }: Lab, words: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Search commands' })).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

async function openWebcam(lab: Lab): Promise<void> {
  await ask(lab, 'webcam');
  await expect(takeButton(lab)).toBeEnabled();
  const video = dialogOf(lab).locator('video');
  await expect
    .poll(() => video.evaluate((each) => (each as HTMLVideoElement).videoWidth))
    .toBe(640);
}

/** Whether any camera is on: what the page asked for is remembered before it asks. */
async function watchCamera({ page }: Lab): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const tracks: MediaStreamTrack[] = [];
    Object.assign(window, { tracks });
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
  return () =>
    page.evaluate(() =>
      (window as unknown as { tracks: MediaStreamTrack[] }).tracks.map((each) => each.readyState),
    );
}

test('take pictures of two things, import them, train on them', async ({ lab }) => {
  const { page } = lab;
  await lab.open();
  const cameras = await watchCamera(lab);
  await openWebcam(lab);
  const dialog = dialogOf(lab);

  await test.step('with the pointer: one at once, more while the button is held', async () => {
    await dialog.getByRole('textbox', { name: 'Name of Class 1' }).fill('wedge');
    await takeButton(lab).hover();
    await page.mouse.down();
    await expect.poll(() => picturesOf(lab, 'wedge').count()).toBeGreaterThanOrEqual(10);
    await page.mouse.up();
    const count = await settledCount(picturesOf(lab, 'wedge'));
    await dialog.getByRole('button', { name: 'Delete the last picture of wedge' }).click();
    await picturesOf(lab, 'wedge').nth(3).click();
    await expect(picturesOf(lab, 'wedge')).toHaveCount(count - 2);
    await expect(dialog.getByRole('button', { name: /^Use these/ })).toBeDisabled();
    await expect(dialog).toContainText('“Class 2” needs at least 2 pictures.');
  });

  await test.step('with the keyboard: arrows choose the class, Space takes pictures', async () => {
    await dialog.getByRole('radio', { name: 'wedge' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect(dialog.getByRole('radio', { name: 'Class 2' })).toBeChecked();
    await page.keyboard.down('Space');
    await expect.poll(() => picturesOf(lab, 'Class 2').count()).toBeGreaterThanOrEqual(10);
    await page.keyboard.up('Space');
    const count = await settledCount(picturesOf(lab, 'Class 2'));
    await dialog.getByRole('textbox', { name: 'Name of Class 2' }).fill('hand of a clock');
    await expect(picturesOf(lab, 'hand of a clock')).toHaveCount(count); // Space wrote, only
  });

  await test.step('what goes is told before it goes', async () => {
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Keep them' }).click();
    await expect(takeButton(lab)).toBeVisible();
  });

  await dialog.getByRole('combobox', { name: 'Size' }).selectOption('28 × 28');
  await dialog.getByRole('button', { name: /^Use these/ }).click();
  await expect(dialog.getByRole('rowheader', { name: 'wedge' })).toBeVisible();
  await expect(dialog.getByRole('rowheader', { name: 'hand of a clock' })).toBeVisible();
  await expect(dialog).toContainText('28 × 28');
  await expect.poll(cameras).toEqual(['ended']);

  await test.step('the way back leads to the pictures', async () => {
    await dialog.getByRole('button', { name: 'Back' }).click();
    await expect(takeButton(lab)).toBeEnabled();
    await expect.poll(() => picturesOf(lab, 'wedge').count()).toBeGreaterThan(5);
    await expect.poll(cameras).toEqual(['ended', 'live']);
    await dialog.getByRole('button', { name: /^Use these/ }).click();
  });

  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Clock');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(cameras).toEqual(['ended', 'ended']);
  await expect(lab.picker('Dataset').getByRole('option', { selected: true })).toHaveText('Clock');

  await lab.compose({ Architecture: 'MLP', Width: 32, Steps: 20, 'Batch size': 4 });
  await lab.trainToTheEnd();
  await expect(lab.newest()).toContainText('%');
});

test('the camera goes off whichever way the dialog closes', async ({ lab }) => {
  await lab.open();
  const cameras = await watchCamera(lab);
  await openWebcam(lab);
  await lab.page.keyboard.press('Escape');
  await expect(dialogOf(lab)).toBeHidden();
  await expect.poll(cameras).toEqual(['ended']);
  await openWebcam(lab);
  await dialogOf(lab).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialogOf(lab)).toBeHidden();
  await expect.poll(cameras).toEqual(['ended', 'ended']);
});

for (const [name, says] of [
  ['NotAllowedError', 'The camera is not allowed.'],
  ['NotFoundError', 'No camera was found.'],
  ['NotReadableError', 'The camera does not answer.'],
] as const) {
  test(`without a camera the dialog says why: ${name}`, async ({ lab }) => {
    await lab.open();
    await lab.page.evaluate((error) => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('', error);
      };
    }, name);
    await ask(lab, 'webcam');
    await expect(dialogOf(lab).getByRole('alert')).toContainText(says);
    await expect(takeButton(lab)).toBeDisabled();
    await expect(dialogOf(lab).getByRole('button', { name: 'Try again' })).toBeVisible();
  });
}
