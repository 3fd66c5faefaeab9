import { expect, small, SOON, test, type Lab } from './lab.ts';

const pad = (lab: Lab) => lab.look.getByRole('application', { name: /^Drawing, 28 × 28/ });
const inkOf = async (lab: Lab) => (await lab.subjectPixels()).flat().reduce((a, b) => a + b, 0);
/** Of the middle row, at a column. */
const inkAt = async (lab: Lab, column: number) => (await lab.subjectPixels())[14]![column]!;

async function stroke(lab: Lab, points: readonly (readonly [number, number])[]): Promise<void> {
  const box = (await pad(lab).boundingBox())!;
  const [first, ...rest] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  await lab.page.mouse.move(first![0]!, first![1]!);
  await lab.page.mouse.down();
  for (const [x, y] of rest) await lab.page.mouse.move(x!, y!, { steps: 8 });
  await lab.page.mouse.up();
}

test('draw a digit and see what the model makes of it', async ({ lab }) => {
  await lab.open();
  await lab.compose({ ...small.mlp, 'Training images': 2000, Steps: 150, 'Batch size': 32 });
  await lab.trainToTheEnd();

  await lab.look.getByRole('button', { name: 'Draw', exact: true }).click();
  await expect.poll(() => inkOf(lab)).toBeCloseTo(0, 1);
  // A zero: an oval in the middle.
  const oval = Array.from({ length: 25 }, (_, place) => {
    const angle = (2 * Math.PI * place) / 24;
    return [0.5 + 0.2 * Math.sin(angle), 0.5 - 0.3 * Math.cos(angle)] as const;
  });
  await stroke(lab, oval);
  await expect(async () => {
    const drawn = await lab.subjectPixels();
    expect(drawn[14]![14]!).toBeCloseTo(0, 1); // hollow
    expect(Math.max(...drawn[14]!)).toBeGreaterThan(0.9);
    const soft = drawn.flat().filter((value) => value > 0.1 && value < 0.9);
    expect(soft.length).toBeGreaterThan(20); // edges are soft, as those of the dataset
  }).toPass(SOON);
  await expect(lab.answers().first()).toContainText('guess “0”');

  const shown = lab.look.getByRole('combobox', { name: 'Class whose probability is shown' });
  await shown.selectOption('“1”');
  await expect(lab.look.getByRole('list', { name: 'Probability of “1”' })).toContainText(
    'guess “0”',
  );

  await lab.look.getByRole('button', { name: 'Erase', exact: true }).click();
  const before = await inkOf(lab);
  await stroke(lab, [
    [0.2, 0.2],
    [0.8, 0.2],
  ]);
  await expect.poll(() => inkOf(lab)).toBeLessThan(before);
  const erased = await lab.subjectPixels();

  await lab.look.getByRole('button', { name: 'Back to the test images' }).click();
  await expect(lab.look).toContainText('Image 1 of 500');
  await expect.poll(() => lab.subjectPixels()).not.toEqual(erased);
  const image = await lab.subjectPixels();
  await lab.look.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(pad(lab)).toBeVisible();
  await expect.poll(() => lab.subjectPixels()).toEqual(image);
});

test('draw without a pointer', async ({ lab }) => {
  const { keyboard } = lab.page;
  await lab.open();
  await lab.look.getByRole('button', { name: 'Draw', exact: true }).press('Enter');
  await pad(lab).focus();
  await keyboard.press('Space');
  await expect.poll(() => inkOf(lab)).toBeGreaterThan(1);
  await expect.poll(() => inkAt(lab, 14)).toBeGreaterThan(0.9);
  await expect(lab.mainButton).toHaveText('Train'); // Space drew, and trained nothing

  for (let times = 0; times < 6; times++) await keyboard.press('Shift+ArrowRight');
  await expect.poll(() => inkAt(lab, 20)).toBeGreaterThan(0.9);
  await keyboard.press('Delete');
  await expect.poll(() => inkAt(lab, 20)).toBeLessThan(0.05);
  expect(await inkAt(lab, 15)).toBeGreaterThan(0.9);
  await keyboard.press('c');
  await expect.poll(() => inkOf(lab)).toBeCloseTo(0, 1);
});
