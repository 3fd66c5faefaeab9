/** The card of the learning curves as a person meets it. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

export class Curves {
  constructor(readonly page: Page) {}

  /** `Accuracy`, `Error`, `Loss` or `By class`. */
  async show(view: string): Promise<void> {
    const choices = this.page.getByRole('radiogroup', { name: 'Metric' });
    await choices.getByLabel(view, { exact: true }).check({ force: true });
  }

  axis(scale: 'linear' | 'log'): Locator {
    return this.page.getByRole('radiogroup', { name: 'Axis' }).getByLabel(scale);
  }

  async smooth(weight: number): Promise<void> {
    await this.page.getByRole('slider', { name: /^Smoothing/ }).fill(String(weight));
  }

  /** Every chart that is shown, the upper one first. */
  drawings(): Locator {
    return this.page.locator('.js-plotly-plot');
  }

  /** The paths of all lines that are drawn. */
  async lines(): Promise<string[]> {
    const paths = this.drawings().first().locator('.scatterlayer path.js-line');
    return paths.evaluateAll((all) => all.map((path) => path.getAttribute('d') ?? ''));
  }

  /** The same, once so many are drawn and drawing is over: two looks in a row find them alike. */
  async settledLines(count: number): Promise<string[]> {
    let lines: string[] = [];
    await expect
      .poll(async () => {
        const before = lines.join();
        lines = await this.lines();
        return lines.length === count && lines.join() === before;
      })
      .toBe(true);
    return lines;
  }

  async ticks(): Promise<string[]> {
    return this.drawings().first().locator('.ytick text').allTextContents();
  }

  /** What the label under the cursor says, in each chart. */
  labels(): Locator {
    return this.page.locator('.hoverlayer .legend');
  }

  cursor(title: string): Locator {
    return this.page.getByRole('slider', { name: `Cursor of ${title}`, exact: true });
  }

  async save(title: string, choice: string): Promise<{ name: string; bytes: Buffer }> {
    await this.page
      .locator('summary')
      .and(this.page.getByLabel(`Save ${title}`))
      .click();
    const saved = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: choice, exact: true }).click();
    const download = await saved;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** Size of a picture, its corners, and how many of its pixels are as coloured as a curve. */
  async lookAt(png: Buffer): Promise<Look> {
    return this.page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const { width, height } = picture;
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      const at = (x: number, y: number) => {
        const start = 4 * (y * width + x);
        return [...data.slice(start, start + 4)];
      };
      let coloured = 0;
      for (let start = 0; start < data.length; start += 4) {
        const rgb = data.subarray(start, start + 3);
        if (Math.max(...rgb) - Math.min(...rgb) > 80) coloured++;
      }
      const corners = [at(0, 0), at(width - 1, 0), at(0, height - 1), at(width - 1, height - 1)];
      return { width, height, corners, coloured };
    }, png.toString('base64'));
  }
}

interface Look {
  readonly width: number;
  readonly height: number;
  readonly corners: readonly (readonly number[])[];
  readonly coloured: number;
}
