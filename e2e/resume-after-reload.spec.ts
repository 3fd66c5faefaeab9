import { expect, test } from './lab.ts';

/** Long enough to be interrupted, short enough to be done twice. */
const settings = {
  'Training images': 300,
  'Width before pooling': 24,
  'Width after pooling': 24,
  Frequencies: 8,
  Steps: 1500,
  'Batch size': 8,
};

test('a run goes on after a reload as if nothing had happened', async ({ lab }) => {
  await lab.open();
  await lab.compose(settings);
  await lab.train();
  await lab.waitForStep(20);
  await lab.pause(); // what is paused is kept
  const kept = await lab.stepsTaken();
  await lab.resume();
  await lab.waitForStep(kept + 3);

  await lab.reload();

  await expect(lab.newest().getByText('paused', { exact: true })).toBeVisible();
  await expect(lab.mainButton).toHaveText('Resume');
  await expect.poll(() => lab.stepsTaken()).toBeGreaterThanOrEqual(kept);
  expect(await lab.stepsTaken()).toBeLessThan(settings.Steps);
  await lab.resume();
  await lab.waitUntilFinished();

  await lab.trainToTheEnd(); // the same settings again, in one go

  const { runs } = await lab.exportResults();
  const [interrupted, inOneGo] = runs;
  expect(inOneGo!.spec).toEqual(interrupted!.spec);
  expect(inOneGo!.id).not.toBe(interrupted!.id);
  expect(interrupted!.history.step.at(-1)).toBe(settings.Steps);
  expect(interrupted!.history).toEqual(inOneGo!.history);
  const { testAccuracy, testLoss, weightsSha256 } = interrupted!.final!;
  expect(inOneGo!.final).toMatchObject({ testAccuracy, testLoss, weightsSha256 });
});
