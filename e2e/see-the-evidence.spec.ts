import { expect, small, test, type Lab } from './lab.ts';

/** Share of the map's weight that lies on ink or beside it, and the share of pixels that do. */
function nearInk(weights: readonly number[], pixels: readonly (readonly number[])[]) {
  const isNear = weights.map((_, place) => {
    const [y, x] = [Math.floor(place / 28), place % 28];
    return [-1, 0, 1].some((dy) => [-1, 0, 1].some((dx) => (pixels[y + dy]?.[x + dx] ?? 0) > 0.1));
  });
  const all = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  const near = weights.reduce((sum, weight, i) => sum + (isNear[i] ? Math.abs(weight) : 0), 0);
  return { weight: near / all, area: isNear.filter(Boolean).length / weights.length };
}

async function evidenceNumbers(lab: Lab): Promise<number[]> {
  const table = await lab.dataOf(/^Data of Evidence, /);
  const column = Object.keys(table).find((name) => name.endsWith('logits'))!;
  return table[column]!.map(Number);
}

test('see which pixels speak for the guess of a model', async ({ lab }) => {
  await lab.open();
  const panel = await lab.lookAt('Evidence');
  await expect(panel).toContainText('Train a model, then see its evidence.');
  await lab.compose({ ...small.mlp, 'Training images': 1000, Steps: 100, 'Batch size': 32 });
  await lab.trainToTheEnd();

  const map = panel.getByRole('application', { name: /^Evidence of / });
  await expect(map).toBeVisible();
  await expect(panel).toContainText('By occlusion');
  const { weight, area } = nearInk(await evidenceNumbers(lab), await lab.subjectPixels());
  expect(weight).toBeGreaterThan(0.9); // black covered by black changes nothing
  expect(area).toBeLessThan(0.7); // and so that says something

  await test.step('another class and another image have other maps', async () => {
    const guess = await evidenceNumbers(lab);
    await panel
      .getByRole('combobox', { name: 'Evidence for' })
      .selectOption('the guess, minus the next');
    await expect(map).toHaveAccessibleName(/rather than/);
    await expect.poll(() => evidenceNumbers(lab)).not.toEqual(guess);
    await panel.getByRole('combobox', { name: 'Evidence for' }).selectOption('the guess');
    await panel.getByRole('button', { name: 'Next image' }).click();
    await expect(panel).toContainText('Image 2 of 500');
    await expect.poll(() => evidenceNumbers(lab)).not.toEqual(guess);
  });

  await test.step('read by keys', async () => {
    await map.focus();
    await lab.page.keyboard.press('Home');
    await lab.page.keyboard.press('PageUp');
    await expect(panel).toContainText(/x 0, y 0: .* logits/);
  });

  await test.step('a model that pools pixels is asked exactly, beside the other', async () => {
    await lab.compose(small.coordinet);
    await lab.trainToTheEnd();
    await expect(panel).toContainText('Exact');
    await panel.getByRole('switch', { name: 'All shown runs' }).check();
    await expect(panel.getByRole('application', { name: /^Evidence of / })).toHaveCount(2);
  });

  const file = lab.page.waitForEvent('download');
  await panel.getByLabel(/^Save Evidence/).click();
  await panel.getByRole('button', { name: 'Picture, PNG' }).click();
  expect((await file).suggestedFilename()).toMatch(/^evidence-.*\.png$/);
});
