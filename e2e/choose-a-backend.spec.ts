import { expect, test, type ResultRun } from './lab.ts';

/** In software a GPU takes a second for what takes WASM a hundredth. */
test.setTimeout(300_000);

const backends = ['WASM', 'CPU', 'WebGL', 'WebGPU'] as const;
const STEPS = 2;
/** Relative; what float32 on a GPU explains. */
const TOLERANCE = 2e-3;

const models = [
  {
    Architecture: 'Coordinet',
    'Width before pooling': 8,
    'Width after pooling': 8,
    Frequencies: 4,
  },
  { Architecture: 'MLP', Width: 8 },
  { Architecture: 'CNN', Filters: 4, 'Width of the head': 8 },
] as const;

/** Losses of the first steps, by architecture. */
const lossesOf = (runs: readonly ResultRun[], backend: string) =>
  Object.fromEntries(
    runs
      .filter(({ environment }) => environment?.backend === backend.toLowerCase())
      .map(({ spec, history }) => [spec.architecture.id, history.trainLoss]),
  );

test('each backend trains each architecture alike', async ({ lab }) => {
  await lab.open();
  await lab.button('About the backend').click();
  const reasons = lab.page.locator('#backend-reasons');
  await expect(reasons).toContainText('Self-check');
  for (const passedOver of ['WebGPU', 'WebGL']) {
    await expect(reasons.getByRole('term').filter({ hasText: passedOver })).toBeVisible();
  }
  await expect(reasons).toContainText('drawn in software here');
  await lab.page.keyboard.press('Escape');

  // A record after every step, and no score on the whole test set: that would take minutes.
  await lab.compose({ Dataset: 'Where', 'Training images': 40, 'Batch size': 4, Steps: 40 });
  for (const backend of backends) {
    await lab.choose('Backend', backend);
    await expect(lab.backendStatus()).toHaveText(new RegExp(`^${backend}`), { timeout: 60_000 });
    for (const model of models) {
      await test.step(`${model.Architecture} on ${backend}`, async () => {
        await lab.compose(model);
        const before = await lab.rows().count();
        for (let step = 1; step <= STEPS; step++) {
          await lab.step();
          await expect(lab.rows()).toHaveCount(before + 1); // the last run's step is not meant
          await lab.waitUntil('paused');
          await expect(lab.progress()).toHaveText(`step ${step} of 40`);
        }
      });
    }
  }

  const { runs } = await lab.exportResults();
  const expected = lossesOf(runs, 'WASM');
  expect(Object.keys(expected)).toHaveLength(models.length);
  for (const backend of backends) {
    const found = lossesOf(runs, backend);
    for (const [architecture, losses] of Object.entries(expected)) {
      const own = found[architecture]!;
      expect(own, `${architecture} on ${backend}: a point for each step`).toHaveLength(STEPS + 1);
      for (let step = 1; step <= STEPS; step++) {
        const deviation = Math.abs(Number(own[step]) - Number(losses[step])) / Number(losses[step]);
        expect(deviation, `${architecture} on ${backend}, step ${step}`).toBeLessThan(TOLERANCE);
      }
    }
  }
});
