import { expect, small, test } from './lab.ts';

const sliders = {
  'Shift x': 6,
  'Shift y': -6,
  Rotation: 90,
  Scale: 0.5,
  Shear: 0.8,
  Noise: 0.5,
  Wave: 4,
} as const;

/** What is added from the menu, one upon the other. */
const added = { Inversion: 0.9, Fog: 2 } as const;

test('bend a test image and watch a model break, also while another trains', async ({ lab }) => {
  await lab.open();
  await expect(lab.warp).toContainText('Train a model, then bend this image');
  await lab.compose({ ...small.mlp, Steps: 60 });
  await lab.trainToTheEnd();
  const answer = lab.answers().filter({ hasText: await lab.nameOf(lab.newest()) });
  await expect(answer).toContainText('%');
  // The first answer may be of the weights of a moment ago, which the worker reads again after that.
  let unbent = '';
  await expect(async () => {
    unbent = await answer.innerText();
    await lab.page.waitForTimeout(5000);
    expect(await answer.innerText()).toBe(unbent);
  }).toPass();

  for (const [name, value] of Object.entries(sliders)) {
    const before = await answer.innerText();
    await lab.bend(name, value);
    await expect(answer, `${name} at ${value}`).not.toHaveText(before, { useInnerText: true });
  }
  await lab.button('Undo all').click();
  await expect(answer).toHaveText(unbent, { useInnerText: true });
  for (const name of Object.keys(sliders)) {
    const start = name === 'Scale' ? '1' : '0';
    await expect(lab.slider(name)).toHaveValue(start);
  }

  for (const [name, value] of Object.entries(added)) {
    const before = await answer.innerText();
    await lab.addChange(name);
    await expect(lab.slider(name)).toBeFocused();
    await lab.bend(name, value);
    await expect(answer, `${name} at ${value}`).not.toHaveText(before, { useInnerText: true });
  }
  await lab.button('Remove Inversion').click();
  await expect(lab.slider('Inversion')).toHaveCount(0);
  await lab.button('Options of Fog').click();
  const fogged = await answer.innerText();
  await lab.bend('Smoothness', 4);
  await expect(answer).not.toHaveText(fogged, { useInnerText: true });
  await lab.button('Undo all').click();
  await expect(lab.slider('Fog')).toHaveCount(0);
  await expect(answer).toHaveText(unbent, { useInnerText: true });

  await lab.compose({ Architecture: 'Coordinet', Steps: 50_000 });
  await lab.train();
  await lab.waitForStep(2);
  const waits: number[] = [];
  for (const rotation of [180, 90, -90]) {
    const before = await answer.innerText();
    const moved = performance.now();
    await lab.bend('Rotation', rotation);
    await expect(answer).not.toHaveText(before, { useInnerText: true });
    waits.push(Math.round(performance.now() - moved));
  }
  console.log(`answers to a slider while another run trains: ${waits.join(', ')} ms`);
  await expect(lab.newest().getByText('training', { exact: true })).toBeVisible();
  await lab.pause();
});
