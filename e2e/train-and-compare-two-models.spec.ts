import { expect, small, test } from './lab.ts';

test('train a coordinate model and an MLP, and compare them', async ({ lab }) => {
  await lab.open();
  await lab.compose({ ...small.coordinet, Steps: 500 });
  await expect(lab.mainButton).toHaveText('Train');
  await lab.train();
  await expect(lab.mainButton).toHaveText('Pause');
  await lab.waitUntilFinished();
  await expect(lab.mainButton).toHaveText('Train');
  const coordinet = lab.row(await lab.nameOf(lab.newest()));
  const coordinetName = await lab.nameOf(coordinet);

  await lab.compose({ Architecture: 'MLP', Width: 64, Steps: 60, 'Batch size': 32 });
  await lab.trainToTheEnd();
  const mlp = lab.newest();
  const mlpName = await lab.nameOf(mlp);
  expect(mlpName).not.toBe(coordinetName);

  await expect(lab.rows()).toHaveCount(2);
  await expect(coordinet.getByText('finished')).toBeVisible();
  await expect(mlp.getByText('finished')).toBeVisible();
  await expect(lab.accuracyOf(coordinet)).toHaveText(/^\d+\.\d %$/);
  // Ten classes: chance is 10 %.
  expect(await lab.accuracyNumber(mlp)).toBeGreaterThan(40);

  // The run that is looked at says what it is, the other what differs from it.
  await expect(mlp).toContainText('MLP · 300 images');
  await expect(coordinet).toContainText(
    'differs in architecture: Coordinet; steps: 500; batch size: 8',
  );

  const ends = async (name: string) => {
    const steps = (await lab.curveData()).filter(([run]) => run === name).map((row) => row[1]);
    return [steps.at(0), steps.at(-1)];
  };
  await expect.poll(() => ends(coordinetName)).toEqual(['0', '500']);
  await expect.poll(() => ends(mlpName)).toEqual(['0', '60']);
  const names = new Set((await lab.curveData()).map(([run]) => run));
  expect(names).toEqual(new Set([coordinetName, mlpName]));
});
