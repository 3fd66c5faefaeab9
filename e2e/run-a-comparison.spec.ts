import { expect, test } from './lab.ts';
import { Studies } from './studies.ts';

const TITLE = 'What is a position worth?';
const arms = ['No position', 'Raw coordinates', 'Gaussian Fourier'];
/** Three runs of fifty steps: a net, not a measure of speed. */
const ALL_MS = 600_000;

test('choose a question, press Train once, and read the answer', async ({ lab }) => {
  test.setTimeout(2 * ALL_MS);
  await lab.open('seed=4'); // the set-up is not touched by a comparison
  await lab.openComparison(TITLE);
  await lab.page.getByRole('radio', { name: 'Quick' }).check();
  await expect(lab.page).toHaveURL(/#comparison=position-worth&size=quick$/);
  await expect(lab.comparison).toContainText('3 runs of 50 steps');
  for (const arm of arms) await expect(lab.arm(arm)).toContainText('not trained');
  await expect(lab.rows()).toHaveCount(0);

  await lab.train();
  await expect(lab.rows()).toHaveCount(3);
  await expect(lab.arm(arms[0]!)).toContainText('training');
  await expect(lab.arm(arms[1]!)).toContainText('queued');
  await expect(lab.page.getByText('2 runs wait for their turn.')).toBeVisible();

  const caution = lab.comparison.getByText(/One run each: differences below about \d/);
  await expect(caution).toBeVisible({ timeout: ALL_MS });
  await expect(caution).toContainText('A quick look, at a tenth of the steps');
  // 500 and 2,000 images at least tell a bag of values from a model that knows places.
  await expect(lab.comparison).toContainText(/knowing where a pixel lies was worth \d+\.\d points/);
  for (const arm of arms) await expect(lab.arm(arm)).toContainText(/\d+\.\d %.*\d+\.\d–\d+\.\d/);
  await expect(lab.arm('Raw coordinates')).toContainText('encoding: Raw');
  await expect(lab.button('Train')).toBeDisabled();
  const table = await lab.comparison.getByRole('table').innerText();

  await lab.reload();
  await expect(lab.comparison.getByRole('table')).toHaveText(table, { useInnerText: true });

  // An arm whose run is deleted is missing again, and only that one would be trained.
  await lab.button('Close the comparison').click();
  await expect(lab.page).toHaveURL(/#seed=4$/);
  await lab.search('gaussian');
  await expect(lab.rows()).toHaveCount(1);
  const name = await lab.nameOf(lab.newest());
  const chosen = lab.row(name).getByRole('button', { name, exact: true });
  if ((await chosen.getAttribute('aria-pressed')) === 'false') await chosen.click();
  await expect(chosen).toHaveAttribute('aria-pressed', 'true');
  await lab.button(`Delete ${name}`).click();
  await lab.openComparison(TITLE);
  await lab.page.getByRole('radio', { name: 'Quick' }).check();
  await expect(lab.arm('Gaussian Fourier')).toContainText('not trained');
  await expect(lab.arm('No position')).toContainText('%');
  await expect(lab.button('Train')).toBeEnabled();

  // One run each is no evidence: the same arms, planned as a study.
  await lab.button('Repeat over seeds').click();
  const studies = new Studies(lab.page);
  await expect(studies.main.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue(
    TITLE,
  );
  for (const arm of arms) await expect(studies.arm(arm)).toBeVisible();
});

test('a comparison that was interrupted goes on with one press', async ({ lab }) => {
  await lab.open('comparison=position-worth&size=quick');
  await expect(lab.comparison.getByRole('heading', { name: TITLE })).toBeVisible();
  await expect(lab.rows()).toHaveCount(0); // nothing runs by itself
  await lab.train();
  await expect(lab.arm(arms[0]!)).toContainText('training');
  await lab.reload();
  for (const arm of arms) await expect(lab.arm(arm)).toContainText('paused');
  await lab.resume();
  await expect(lab.arm(arms[0]!)).toContainText('training');
  await expect(lab.arm(arms[2]!)).toContainText('queued');
  await lab.button('Cancel the rest').click();
  // Those that had not begun are gone; the one that trains goes on.
  await expect(lab.arm(arms[2]!)).toContainText('not trained');
  await expect(lab.rows()).toHaveCount(1);
  await lab.button('Pause').click();
  await expect(lab.arm(arms[0]!)).toContainText(/paused|%/);
});
