import { json } from './files.ts';
import { expect, small, test, type ResultFile } from './lab.ts';

/** What two exports of the same runs agree in, whenever and wherever they are made. */
const lasting = ({ schemaVersion, app, runs }: ResultFile) => ({ schemaVersion, app, runs });

test('results leave the browser and come back in another', async ({ lab, elsewhere }) => {
  await lab.open();
  await lab.compose(small.mlp);
  await lab.trainToTheEnd();
  const name = await lab.nameOf(lab.newest());
  const accuracy = await lab.accuracyNumber(lab.newest());

  const { name: fileName, text, content } = await lab.exportFile();
  expect(fileName).toMatch(/^coordinet-lab-results-\d{4}-\d\d-\d\d\.json$/);
  expect(content.schemaVersion).toBe(4);
  expect(content.app.name).toBe('Coordinet Lab');
  expect(content.environment!.backendLabel).toBe(await lab.backendStatus().innerText());
  const [run] = content.runs;
  expect(content.runs).toHaveLength(1);
  expect(run!.name).toBe(name);
  expect(run!.id).not.toBe('');
  expect(run!.status).toBe('finished');
  expect(run!.spec).toMatchObject({
    task: { id: 'classification' },
    dataset: { id: 'typefaces' },
    architecture: { id: 'mlp', options: { width: 32 } },
    encoding: null,
    trainingImages: 300,
    steps: 40,
    batchSize: 16,
  });
  const points = run!.history.step.length;
  expect(run!.history.step[0]).toBe(0);
  expect(run!.history.step.at(-1)).toBe(40);
  for (const column of ['trainLoss', 'trainAccuracy', 'testLoss', 'testAccuracy'] as const) {
    expect(run!.history[column]).toHaveLength(points);
  }
  expect(100 * run!.final!.testAccuracy).toBeCloseTo(accuracy, 1);
  expect(run!.final!.testLoss).toBeGreaterThan(0);

  await lab.button(`Delete ${name}`).click();
  await expect(lab.rows()).toHaveCount(0);

  await elsewhere.open();
  await expect(elsewhere.rows()).toHaveCount(0);
  await elsewhere.import(json(fileName, text));
  const row = elsewhere.row(name);
  await expect(row.getByText('finished')).toBeVisible();
  await expect(row).toContainText('imported');
  expect(await elsewhere.accuracyNumber(row)).toBe(accuracy);
  const again = await elsewhere.exportFile();
  expect(lasting(again.content)).toEqual(lasting(content));

  // A second time it is here already, and stays single.
  await elsewhere.import(json(fileName, text));
  await expect(elsewhere.page.getByText(/here already/)).toBeVisible();
  await expect(elsewhere.rows()).toHaveCount(1);
});
