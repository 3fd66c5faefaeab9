import { expect, test } from './lab.ts';
import { Robustness } from './robustness.ts';

/** Small enough to learn in seconds, and good enough to have something to lose. */
const models = {
  mlp: { 'Training images': 1000, Architecture: 'MLP', Width: 32, Steps: 120, 'Batch size': 32 },
  linear: { Architecture: 'Linear', Steps: 60 },
  coordinet: {
    Architecture: 'Coordinet',
    'Width before pooling': 48,
    'Width after pooling': 48,
    Frequencies: 24,
    Steps: 400,
  },
} as const;

test('slide, compare, tell, find and export: how three models bear other images', async ({
  lab,
}) => {
  await lab.open();
  const bench = new Robustness(lab);
  await bench.open();
  await expect(bench.main).toContainText('No model has learnt Typefaces here yet');
  await bench.main.getByRole('button', { name: 'Go to Classify' }).click();
  const names: Record<string, string> = {};
  for (const [id, settings] of Object.entries(models)) {
    await lab.compose(settings);
    await lab.trainToTheEnd();
    names[id] = await lab.nameOf(lab.newest());
  }
  const { mlp = '', coordinet = '' } = names;
  await bench.open();

  await test.step('a slider moves the bars and the accuracy', async () => {
    const upright = { mlp: await bench.accuracy(mlp), coordinet: await bench.accuracy(coordinet) };
    const bars = await bench.bars().innerText();
    await bench.add('Rotation');
    await bench.move('Rotation', 90);
    await expect(bench.bars()).not.toHaveText(bars, { useInnerText: true });
    await expect.poll(() => bench.accuracy(mlp)).toBeLessThan(upright.mlp - 20);
    await expect.poll(() => bench.accuracy(coordinet)).toBeLessThan(upright.coordinet - 20);
    await expect.poll(async () => (await bench.guesses(coordinet)).join()).toContain('wrong');
  });

  await test.step('told where its pixels look, the Coordinet reads them again', async () => {
    const untold = await bench.accuracy(coordinet);
    await bench.tell('told');
    await expect.poll(() => bench.accuracy(coordinet)).toBeGreaterThan(untold + 20);
    await bench.tell('not told');
    await expect.poll(() => bench.accuracy(coordinet)).toBe(untold);
  });

  await test.step('it finds the rotation by itself, from unlabelled images', async () => {
    await bench.openTab('Find');
    await bench.figures.getByRole('button', { name: 'Find', exact: true }).click();
    const result = bench.figures.getByText(/found from 200 unlabelled images/);
    await expect(result).toBeVisible();
    const [found] = /-?[\d.]+/.exec((await result.innerText()).replace('−', '-'))!;
    expect(Math.abs(Number(found) - 90)).toBeLessThan(8);
    const shares = bench.figures.getByRole('definition'); // not told, as found, told the truth
    for (const share of [0, 1]) await expect(shares.nth(share)).toHaveText(/^[\d.]+ %$/);
    const untold = Number.parseFloat(await shares.nth(0).innerText());
    expect(Number.parseFloat(await shares.nth(1).innerText())).toBeGreaterThan(untold);
    await bench.main.getByRole('button', { name: 'Back to this switch' }).click();
  });

  await test.step('a lens is one more thing to be told of', async () => {
    await bench.main.getByRole('button', { name: 'Undo all' }).click();
    await bench.choose('Sensor', 'Fish-eye');
    await bench.move('Field of view', 150);
    await expect(bench.main).toContainText('resampled to their grid');
    await expect(bench.row(coordinet)).toContainText('images');
    const untold = await bench.accuracy(coordinet);
    await bench.tell('told');
    await expect.poll(() => bench.accuracy(coordinet)).toBeGreaterThan(untold + 15);
    await bench.tell('not told');
    await bench.choose('Sensor', 'None');
  });

  await test.step('severity curves of three runs, and the order of a chain by keys', async () => {
    await bench.add('Noise');
    await bench.add('Shear');
    await bench.main.getByRole('button', { name: /^Move Shear/ }).press('ArrowUp');
    await expect(bench.chain().first()).toHaveAccessibleName('Shear, 1 of 2');
    await bench.openTab('Curves');
    await bench.choose('Strength of', 'Noise');
    await bench.measure();
    const rows = await bench.dataOf(/^Data of Accuracy against noise/);
    const strengths = new Set(rows.map(([strength]) => strength));
    expect(strengths.size).toBeGreaterThan(5);
    expect(rows).toHaveLength(3 * strengths.size);
    for (const name of Object.values(names)) {
      const own = rows.filter(([, run]) => run === name).map((row) => Number(row[2]));
      expect(own.at(-1), name).toBeLessThan(own[0]!);
    }
    await expect(
      bench.figures.locator('.js-plotly-plot .scatterlayer .trace').first(),
    ).toBeAttached();
  });

  await test.step('all of it leaves the page as files and as a link', async () => {
    const csv = await bench.save(
      bench.figures.getByLabel('Save Accuracy against noise, %'),
      'Numbers, CSV',
    );
    expect(csv.text.split('\r\n')[0]).toContain('Run,Accuracy (%)');
    const json = await bench.save(bench.main.getByLabel('Export the figures'), 'All figures, JSON');
    const report = JSON.parse(json.text) as { runs: unknown[]; measurements: unknown[] };
    expect(report.runs).toHaveLength(3);
    expect(report.measurements.length).toBeGreaterThan(5);
    await expect.poll(() => new URL(lab.page.url()).hash).toContain('noise');
    await lab.page.reload();
    await expect(bench.chain()).toHaveCount(2);
    await expect(bench.chain().first()).toHaveAccessibleName('Shear, 1 of 2');
    await bench.main.getByRole('button', { name: 'Reset' }).click();
    await expect(bench.chain()).toHaveCount(0);
  });
});

test('a link that asks for what there is not says so, and the rest of it holds', async ({
  lab,
}) => {
  await lab.page.goto(
    '/#page=robustness&changes=rotation.angle:30,melting.heat:9&sensor=fish-eye.fieldOfView:900',
  );
  const bench = new Robustness(lab);
  await expect(bench.main).toBeVisible();
  await expect(lab.alert()).toContainText('melting');
  await expect(bench.chain()).toHaveCount(1);
  await expect(bench.slider('Rotation')).toHaveValue('30');
  await expect(bench.main.getByRole('combobox', { name: 'Sensor' })).toHaveValue('none');
});
