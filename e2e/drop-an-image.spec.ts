import { drawnOne, photoOfOne, png, pngOfSize } from './pictures.ts';
import { binary } from './files.ts';
import { expect, small, SOON, test, type Lab } from './lab.ts';

const name = (lab: Lab) => lab.look.getByRole('img').first();
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

test('ask a trained model about a picture of one’s own', async ({ lab }) => {
  await lab.open();
  await lab.compose(small.mlp);
  await lab.trainToTheEnd();

  await test.step('a photograph, fitted, centred and inverted where the ground is bright', async () => {
    await lab.drop(await photoOfOne(lab.page, 'note.jpg'));
    await expect(name(lab)).toHaveAttribute('aria-label', 'note.jpg');
    await expect(lab.page.getByText(/Looking at note\.jpg, fitted into 28 × 28/)).toBeVisible();
    await expect(lab.look).toContainText('Bright ground');
    await expect(async () => {
      const bright = await lab.subjectPixels();
      expect(bright).toHaveLength(28);
      expect(mean([bright[0]![0]!, bright[27]![27]!])).toBeGreaterThan(0.7);
      expect(bright[14]![14]!).toBeLessThan(0.4); // the stroke
      expect(bright[2]![14]!).toBeGreaterThan(0.7); // above it is paper, to the very edge
    }).toPass(SOON);

    await lab.look.getByRole('checkbox', { name: 'Invert' }).check();
    await expect.poll(async () => (await lab.subjectPixels())[14]![14]!).toBeGreaterThan(0.6);
    await expect(lab.look).not.toContainText('Bright ground');
    await expect(lab.answers().first()).toContainText(/guess “\d”/);
    const before = await lab.answers().first().innerText();
    await lab.bend('Rotation', 90);
    await expect(lab.answers().first()).not.toHaveText(before, { useInnerText: true });
    await lab.button('Undo all').click();
  });

  await test.step('an SVG', async () => {
    await lab.drop(drawnOne);
    await expect(name(lab)).toHaveAttribute('aria-label', 'one.svg');
    await expect(async () => {
      const pixels = await lab.subjectPixels();
      expect(pixels[14]![13]!).toBeGreaterThan(0.9);
      expect(pixels[14]![3]!).toBeCloseTo(0, 1);
    }).toPass(SOON);
    await expect(lab.look).not.toContainText('Bright ground');
  });

  await test.step('a single pixel', async () => {
    await lab.drop(png('dot.png', { width: 1, height: 1 }, () => [128, 128, 128, 255]));
    await expect(name(lab)).toHaveAttribute('aria-label', 'dot.png');
    await expect(async () => {
      for (const value of (await lab.subjectPixels()).flat()) expect(value).toBeCloseTo(0.5, 1);
    }).toPass(SOON);
  });

  await test.step('glass, over white or black', async () => {
    await lab.drop(png('glass.png', { width: 40, height: 40 }, () => [0, 0, 0, 0]));
    await expect(name(lab)).toHaveAttribute('aria-label', 'glass.png');
    await expect.poll(async () => (await lab.subjectPixels())[5]![5]).toBeCloseTo(1, 1);
    await lab.look.getByRole('checkbox', { name: 'On black' }).check();
    await expect.poll(async () => (await lab.subjectPixels())[5]![5]!).toBeLessThan(0.05);
  });

  for (const [file, found] of [
    [
      binary('broken.png', Buffer.from('no picture at all')),
      /broken\.png, which this browser cannot/,
    ],
    [binary('nothing.jpg', Buffer.alloc(0)), /nothing\.jpg, which holds nothing/],
    [pngOfSize('huge.png', { width: 20_000, height: 20_000 }), /huge\.png of 20000 × 20000 pixels/],
    [binary('heavy.png', Buffer.alloc(31 * 2 ** 20)), /heavy\.png of 31 MB/],
  ] as const) {
    await test.step(file.name, async () => {
      await lab.drop(file);
      await expect(lab.alert()).toContainText(found);
      await expect(lab.alert().getByRole('paragraph')).toHaveCount(3);
      await expect(name(lab)).toHaveAttribute('aria-label', 'glass.png'); // what was there stays
      await lab.dismissAll();
    });
  }

  await lab.look.getByRole('button', { name: 'Back to the test images' }).click();
  await expect(lab.look).toContainText('Image 1 of 500');
});
