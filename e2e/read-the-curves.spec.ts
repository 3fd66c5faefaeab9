import { Curves } from './curves.ts';
import { expect, small, SOON, test, type Lab } from './lab.ts';

async function trainTwo(lab: Lab): Promise<[string, string]> {
  await lab.open();
  await lab.compose(small.mlp);
  await lab.trainToTheEnd();
  const first = await lab.nameOf(lab.newest());
  await lab.set('Seed', 2);
  await lab.trainToTheEnd();
  return [first, await lab.nameOf(lab.newest())];
}

test('axes, smoothing, one cursor for two charts, and classes', async ({ lab }) => {
  const { page } = lab;
  const curves = new Curves(page);
  const names = await trainTwo(lab);

  // The measured line stays where it was, behind the smoothed one.
  const measured = await curves.settledLines(4); // training and test, twice
  await curves.smooth(0.8);
  await expect(page.getByText('faint: raw')).toBeVisible();
  const both = await curves.settledLines(6);
  expect(both.filter((line) => measured.includes(line))).toHaveLength(2);
  await curves.smooth(0);
  await expect.poll(() => curves.lines()).toEqual(measured);

  // Error is drawn on a logarithmic axis unless one asks for another.
  await curves.show('Error');
  await expect(curves.axis('log')).toBeChecked();
  await expect.poll(() => curves.ticks()).toEqual(expect.arrayContaining(['50', '100']));
  await curves.axis('linear').check({ force: true });
  const percent = ['0', '25', '50', '75', '100'];
  await expect.poll(() => curves.ticks()).toEqual(percent);
  await curves.show('Loss');
  await expect(curves.axis('linear')).toBeChecked();
  await expect.poll(() => curves.ticks()).not.toEqual(percent);
  const before = await curves.settledLines(4);
  await curves.axis('log').check({ force: true });
  await expect.poll(() => curves.lines()).not.toEqual(before);

  // What the pointer shows in one chart, the other shows, too; arrow keys move it on.
  await curves.show('Accuracy');
  await page.getByRole('button', { name: 'Two charts' }).click();
  await expect(curves.drawings()).toHaveCount(2);
  await expect(curves.drawings().nth(1).locator('.scatterlayer .trace').first()).toBeAttached();
  const { width, height } = (await curves.drawings().first().boundingBox())!;
  await curves
    .drawings()
    .first()
    .hover({ position: { x: width / 2, y: height / 2 } });
  await expect(curves.labels()).toHaveCount(2);
  const stepIn = (text: string | undefined) => /step (\d+)/.exec(text ?? '')?.[1];
  await expect(async () => {
    const [upper, lower] = await curves.labels().allTextContents();
    expect(upper).toContain(names[0]);
    expect(lower).toContain(names[1]);
    expect(stepIn(upper)).toMatch(/^\d+$/);
    expect(stepIn(lower)).toBe(stepIn(upper));
  }).toPass(SOON);
  await page.mouse.move(5, 5);
  await expect(curves.labels()).toHaveCount(0);

  const cursor = curves.cursor('Accuracy, %');
  await cursor.focus();
  await expect(cursor).toHaveAttribute('aria-valuetext', /^step 40; /);
  await page.keyboard.press('Home');
  await expect(cursor).toHaveAttribute('aria-valuetext', /^step 0; /);
  await page.keyboard.press('ArrowRight');
  await expect(cursor).not.toHaveAttribute('aria-valuetext', /^step 0; /);
  const reading = (await cursor.getAttribute('aria-valuetext'))!;
  for (const name of names) expect(reading).toMatch(new RegExp(`${name} [\\d.]+ %`));
  const labelledSteps = async () => (await curves.labels().allTextContents()).map(stepIn);
  await expect.poll(labelledSteps).toEqual([stepIn(reading), stepIn(reading)]);
  await page.keyboard.press('Escape');
  await expect(curves.labels()).toHaveCount(0);

  // The classes of the run that is looked at, the worst first; three of them stand out.
  await curves.show('By class');
  const classes = page.getByRole('list', { name: 'Classes, the worst first' }).getByRole('button');
  await expect(classes).toHaveCount(10);
  await expect(async () => {
    const texts = await classes.allInnerTexts();
    const shares = texts.map((text) => Number(/([\d.]+) %/.exec(text)![1]));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  }).toPass(SOON);
  await expect(classes.and(page.locator('[aria-pressed=true]'))).toHaveCount(3);
  await classes.last().click();
  await expect(classes.last()).toHaveAttribute('aria-pressed', 'true');
});

test('the numbers behind a chart, and files that say what they show', async ({ lab }) => {
  const curves = new Curves(lab.page);
  await lab.page.emulateMedia({ colorScheme: 'dark' });
  const names = await trainTwo(lab);
  await lab.waitForFirstPoint();

  await expect.poll(async () => (await lab.curveData()).at(-1)?.[1]).toBe('40');
  const rows = await lab.curveData();
  const csv = await curves.save('Accuracy, %', 'Numbers, CSV');
  expect(csv.name).toBe('accuracy.csv');
  const lines = csv.bytes.toString('utf8').trimEnd().split('\r\n');
  expect(lines[0]).toBe(
    'Run,Step,Test accuracy (%),Training accuracy (%),Test loss (nats),Training loss (nats)',
  );
  expect(lines).toHaveLength(rows.length + 1);
  const last = lines.at(-1)!.split(',');
  expect(last[0]).toBe(rows.at(-1)![0]);
  expect(Number(last[2]).toFixed(1)).toBe(rows.at(-1)![2]);

  // White and legible, though the page is dark.
  const svg = await curves.save('Accuracy, %', 'Drawing, SVG');
  const drawing = svg.bytes.toString('utf8');
  for (const text of [...names, 'Step', 'Accuracy (%)', 'Accuracy, %']) {
    expect(drawing).toContain(`>${text}<`);
  }
  expect(/<rect x="0" y="0" [^>]*fill: rgb\(255, 255, 255\)/.test(drawing)).toBe(true);
  const png = await curves.lookAt((await curves.save('Accuracy, %', 'Picture, PNG')).bytes);
  expect(png.width).toBe(1520);
  expect(png.height).toBeGreaterThan(840);
  for (const corner of png.corners) expect(corner).toEqual([255, 255, 255, 255]);
  expect(png.coloured).toBeGreaterThan(2000);
});
