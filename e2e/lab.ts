/**
 * The lab as a person meets it: steps in their words, found by roles and names. Every story that
 * starts from `test` below also holds the lab to three promises: nothing is asked of another
 * origin, nothing throws, nothing complains on the console.
 */
import { readFile } from 'node:fs/promises';
import {
  expect,
  test as base,
  type BrowserContext,
  type Download,
  type Locator,
  type Page,
} from '@playwright/test';
import type { ResultFile } from '../src/storage/resultSchema.ts';

export { expect };
export type { ResultFile };
export type ResultRun = ResultFile['runs'][number];

/** A file made in the test or read from disk. */
export interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Training takes as long as it takes: this is a net, not a measure of speed. */
const TRAINING_MS = 150_000;

/** For `toPass`, which else would try until the whole story is out of time. */
export const SOON = { timeout: 30_000 };

export class Lab {
  readonly setUp: Locator;
  readonly runs: Locator;
  /** The card that looks into models; one of its sides is Warp. */
  readonly look: Locator;
  readonly warp: Locator;
  /** The one button that trains, pauses and resumes. */
  readonly mainButton: Locator;
  /** A ready comparison, while it is looked at. */
  readonly comparison: Locator;
  /** The Data page, its grid of images, and the image that is looked at. */
  readonly data: Locator;
  readonly images: Locator;
  readonly chosenImage: Locator;
  /** What is asked and shown before files become a dataset. */
  readonly importDialog: Locator;

  constructor(readonly page: Page) {
    this.setUp = page.getByRole('region', { name: 'Set-up' });
    this.runs = page.getByRole('region', { name: 'Runs' });
    this.look = page.getByRole('region', { name: 'Look', exact: true });
    this.warp = this.look.getByRole('tabpanel', { name: 'Warp' });
    this.mainButton = page.getByRole('button', { name: /^(Train|Pause|Resume)$/ });
    this.comparison = page.getByRole('region', { name: 'Comparison', exact: true });
    this.data = page.getByRole('main', { name: 'Data' });
    this.images = this.data.getByRole('listbox');
    this.chosenImage = this.data.getByRole('region', { name: 'Chosen image' });
    this.importDialog = page.getByRole('dialog', { name: 'Import', exact: true });
  }

  /** @param link what follows the `#` */
  async open(link = ''): Promise<void> {
    await this.page.goto(link ? `/#${link}` : '/');
    await this.waitUntilReady();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** The engine has found its backend, and the data are there. */
  async waitUntilReady(): Promise<void> {
    await expect(this.backendStatus()).not.toHaveText(/starting|no backend/, { timeout: 60_000 });
    const bench = this.look.getByRole('tabpanel');
    const seen = bench.or(this.comparison.getByRole('table')).or(this.data);
    await expect(seen).not.toContainText('not here yet');
  }

  picker(name: string): Locator {
    return this.page.getByRole('combobox', { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.getByRole('spinbutton', { name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async choose(picker: string, choice: string): Promise<void> {
    await this.picker(picker).selectOption({ label: choice });
  }

  async set(field: string, value: number): Promise<void> {
    await this.field(field).fill(String(value));
  }

  /** Chooses in pickers (words) and fills fields (numbers), in the order given. */
  async compose(settings: Readonly<Record<string, string | number>>): Promise<void> {
    for (const [name, value] of Object.entries(settings)) {
      if (typeof value === 'string') await this.choose(name, value);
      else await this.set(name, value);
    }
  }

  /** What stands in every picker and field of the set-up. */
  async settings(): Promise<Record<string, string>> {
    const read = (list: Locator) =>
      list.evaluateAll((elements) =>
        (elements as (HTMLInputElement | HTMLSelectElement)[]).map((element) => [
          element.labels?.[0]?.textContent ?? '',
          element.value,
        ]),
      );
    const pickers = await read(this.setUp.getByRole('combobox'));
    const fields = await read(this.setUp.getByRole('spinbutton'));
    return Object.fromEntries([...pickers, ...fields]) as Record<string, string>;
  }

  async train(): Promise<void> {
    await this.button('Train').click();
  }

  async pause(): Promise<void> {
    await this.button('Pause').click();
    await this.waitUntil('paused');
  }

  async resume(): Promise<void> {
    await this.button('Resume').click();
  }

  async step(): Promise<void> {
    await this.button('Step').click();
  }

  /** From the menu beside the benches. */
  async openComparison(title: string): Promise<void> {
    await this.page.locator('header').getByRole('button', { name: 'Comparisons' }).click();
    const menu = this.page.locator('header').getByRole('group', { name: 'Comparisons' });
    await menu.getByRole('button').filter({ hasText: title }).click();
    await expect(this.comparison.getByRole('heading', { name: title })).toBeVisible();
  }

  /** An arm of the comparison, by its label. */
  arm(label: string): Locator {
    const head = this.page.getByRole('rowheader', { name: label });
    return this.comparison.getByRole('row').filter({ has: head });
  }

  async search(words: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Search runs' }).fill(words);
  }

  /** The link that the page offers to share. */
  async sharedLink(): Promise<string> {
    await this.button('Share').click();
    const dialog = this.page.getByRole('dialog');
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    await dialog.getByRole('button', { name: 'Close' }).click();
    return link;
  }

  /** Rows of the list, the newest first. */
  rows(): Locator {
    return this.runs.getByRole('listitem');
  }

  newest(): Locator {
    return this.rows().first();
  }

  nameOf(row: Locator): Promise<string> {
    return row.getByRole('button').first().innerText();
  }

  row(name: string): Locator {
    return this.rows().filter({ has: this.page.getByRole('button', { name, exact: true }) });
  }

  accuracyOf(row: Locator): Locator {
    return row.getByRole('definition');
  }

  async accuracyNumber(row: Locator): Promise<number> {
    await expect(this.accuracyOf(row)).toHaveText(/^\d+\.\d %$/);
    return Number.parseFloat(await this.accuracyOf(row).innerText());
  }

  /** Until the newest run is in that state. */
  async waitUntil(state: string, row = this.newest()): Promise<void> {
    await expect(row.getByText(state, { exact: true })).toBeVisible({ timeout: TRAINING_MS });
  }

  async waitUntilFinished(row = this.newest()): Promise<void> {
    await this.waitUntil('finished', row);
  }

  async trainToTheEnd(): Promise<void> {
    const before = await this.rows().count();
    await this.train();
    await expect(this.rows()).toHaveCount(before + 1);
    await this.waitUntilFinished();
  }

  /** The line of the run bar that says where training stands. */
  progress(): Locator {
    return this.page.getByText(/^step [\d,]+ of [\d,]+/);
  }

  async stepsTaken(): Promise<number> {
    const text = await this.progress().innerText();
    return Number(/step ([\d,]+)/.exec(text)![1]!.replaceAll(',', ''));
  }

  async waitForStep(step: number): Promise<void> {
    await expect
      .poll(() => this.stepsTaken(), { timeout: TRAINING_MS })
      .toBeGreaterThanOrEqual(step);
  }

  /** The curves have a point, and the picture of them is drawn. */
  async waitForFirstPoint(): Promise<void> {
    await expect(
      this.page.getByRole('img', { name: /^Test accuracy by training step\. / }),
    ).toBeVisible();
    await expect(this.page.locator('.js-plotly-plot .scatterlayer .trace').first()).toBeAttached();
  }

  /** The numbers behind the curves, a row of texts for each point. */
  async curveData(): Promise<string[][]> {
    const open = this.page.getByRole('button', { name: /^Data of / });
    if ((await open.getAttribute('aria-expanded')) === 'false') await open.click();
    const rows = this.page.getByRole('table').getByRole('row');
    await expect(rows.nth(1)).toBeVisible(); // the first one is the head
    return Promise.all((await rows.all()).map((row) => row.locator('td').allInnerTexts())).then(
      (table) => table.filter((cells) => cells.length > 0),
    );
  }

  alert(): Locator {
    return this.page.getByRole('alert');
  }

  /** Messages beside the page, and the dialog of an import that failed. */
  async dismissAll(): Promise<void> {
    const dialog = this.importDialog;
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
    const buttons = this.button('Dismiss');
    for (let left = await buttons.count(); left > 0; left = await buttons.count()) {
      await buttons.first().click();
      await expect.poll(() => buttons.count()).toBeLessThan(left);
    }
  }

  slider(name: string): Locator {
    return this.warp.getByRole('slider', { name, exact: true });
  }

  async bend(slider: string, value: number): Promise<void> {
    await this.slider(slider).fill(String(value));
  }

  /** Adds a change of the image from the menu; its slider has its name. */
  async addChange(name: string): Promise<void> {
    await this.warp.getByText('Add a change', { exact: true }).click();
    await this.warp.getByRole('button', { name, exact: true }).click();
  }

  /** What each trained run makes of the bent image, in words: a line for each. */
  answers(): Locator {
    return this.warp.getByRole('list', { name: /^Probability of / }).getByRole('listitem');
  }

  /** Opens a side of the card that looks into models. */
  async lookAt(side: string): Promise<Locator> {
    await this.look.getByRole('tab', { name: side, exact: true }).click();
    const panel = this.look.getByRole('tabpanel', { name: side, exact: true });
    await expect(panel).toBeVisible();
    return panel;
  }

  /** The picture that models are asked about, as grey levels from 0 (ground) to 1 (ink), by rows. */
  subjectPixels(): Promise<number[][]> {
    return this.look.locator('canvas').first().evaluate(greyLevels);
  }

  /** The numbers of a table behind a figure, by column. */
  async dataOf(figure: RegExp): Promise<Record<string, string[]>> {
    const open = this.look.getByRole('button', { name: figure });
    if ((await open.getAttribute('aria-expanded')) === 'false') await open.click();
    const table = this.look.getByRole('table');
    const [head, ...rows] = await table.evaluate((element) =>
      [...(element as HTMLTableElement).rows].map((row) =>
        [...row.cells].map((cell) => cell.textContent ?? ''),
      ),
    );
    await open.click();
    return Object.fromEntries(head!.map((name, at) => [name, rows.map((row) => row[at]!)]));
  }

  backendStatus(): Locator {
    return this.page.locator('header').getByRole('status');
  }

  async exportResults(): Promise<ResultFile> {
    return (await this.exportFile()).content;
  }

  async exportFile(): Promise<{ name: string; text: string; content: ResultFile }> {
    const saved = this.page.waitForEvent('download');
    await this.button('Export results').click();
    const download = await saved;
    const text = await textOf(download);
    return { name: download.suggestedFilename(), text, content: JSON.parse(text) as ResultFile };
  }

  async import(...files: (GivenFile | string)[]): Promise<void> {
    const asked = this.page.waitForEvent('filechooser');
    await this.button('Import').click();
    const chooser = await asked;
    // The chooser takes paths or contents, not a mix.
    await chooser.setFiles(files as string[]);
  }

  /** What the import's preview says: Format, Images, Counts, Room. */
  importFact(name: string): Locator {
    const term = this.page.getByRole('term').filter({ hasText: name });
    return this.importDialog.locator('dl > div').filter({ has: term }).getByRole('definition');
  }

  /** Stores what the preview shows, and closes it. */
  async acceptImport(name?: string): Promise<void> {
    const accept = this.importDialog.getByRole('button', { name: 'Import', exact: true });
    await expect(accept).toBeEnabled();
    if (name) await this.importDialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await accept.click();
    await expect(this.importDialog).toBeHidden();
  }

  async openData(): Promise<void> {
    await this.page.locator('header').getByRole('link', { name: 'Data' }).click();
    await expect(this.data).toBeVisible();
  }

  /** On the Data page. */
  async showDataset(label: string): Promise<void> {
    const list = this.data.getByRole('navigation', { name: 'Datasets' });
    await list.getByRole('link').filter({ hasText: label }).click();
    await expect(this.data.getByRole('heading', { name: label, level: 2 })).toBeVisible();
  }

  async drop(...files: GivenFile[]): Promise<void> {
    const contents = files.map(({ name, mimeType, buffer }) => {
      return { name, type: mimeType, base64: buffer.toString('base64') };
    });
    const transfer = await this.page.evaluateHandle((given) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      return data;
    }, contents);
    for (const type of ['dragover', 'drop']) {
      await this.page.dispatchEvent('main', type, { dataTransfer: transfer });
    }
  }
}

/** Runs in the page. The theme says which colour is ground and which is ink. */
function greyLevels(element: Element): number[][] {
  const { width, height } = element as HTMLCanvasElement;
  const { data } = (element as HTMLCanvasElement)
    .getContext('2d')!
    .getImageData(0, 0, width, height);
  const style = getComputedStyle(document.documentElement);
  const red = (token: string) => parseInt(style.getPropertyValue(token).trim().slice(1, 3), 16);
  const [ground, ink] = [red('--picture-ground'), red('--picture-ink')];
  return Array.from({ length: height }, (_, y) =>
    Array.from(
      { length: width },
      (__, x) => (data[4 * (y * width + x)]! - ground) / (ink - ground),
    ),
  );
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

/** What no page of the lab may do, gathered while a story goes on. */
export function watch(context: BrowserContext, home: string): string[] {
  const faults: string[] = [];
  const { origin } = new URL(home);
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    const isOutside = protocol.startsWith('http') && asked !== origin;
    if (isOutside) faults.push(`request to another origin: ${request.url()}`);
  });
  context.on('weberror', (error) => faults.push(`page error: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console error: ${message.text()}`);
  });
  return faults;
}

export const test = base.extend<{
  lab: Lab;
  /** The lab in another browser that has never seen it. */
  elsewhere: Lab;
}>({
  async lab({ context, page, baseURL }, lend) {
    const faults = watch(context, baseURL!);
    await lend(new Lab(page));
    expect(faults).toEqual([]);
  },
  async elsewhere({ browser, baseURL }, lend) {
    const context = await browser.newContext();
    const faults = watch(context, baseURL!);
    await lend(new Lab(await context.newPage()));
    await context.close();
    expect(faults).toEqual([]);
  },
});

/** Settings that finish within seconds on any machine. */
export const small = {
  mlp: { 'Training images': 300, Architecture: 'MLP', Width: 32, Steps: 40, 'Batch size': 16 },
  coordinet: {
    'Training images': 300,
    Architecture: 'Coordinet',
    'Width before pooling': 16,
    'Width after pooling': 16,
    Frequencies: 8,
    Steps: 20,
    'Batch size': 8,
  },
} as const;
