/** The Robustness page as a person meets it: steps in their words, found by roles and names. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Lab } from './lab.ts';

export class Robustness {
  readonly page: Page;
  readonly main: Locator;
  readonly figures: Locator;

  constructor(lab: Lab) {
    this.page = lab.page;
    this.main = this.page.getByRole('main', { name: 'Robustness' });
    this.figures = this.main.getByRole('region', { name: 'Figures' });
  }

  async open(): Promise<void> {
    await this.page.locator('header').getByRole('link', { name: 'Robustness' }).click();
    await expect(this.main).toBeVisible();
  }

  async add(change: string): Promise<void> {
    await this.main.getByRole('button', { name: `Add ${change}`, exact: true }).click();
    await expect(this.slider(change)).toBeFocused();
  }

  slider(name: string): Locator {
    return this.main.getByRole('slider', { name, exact: true });
  }

  async move(name: string, value: number): Promise<void> {
    await this.slider(name).fill(String(value));
  }

  /** Changes of the chain, the first first. */
  chain(): Locator {
    return this.main.getByRole('list', { name: /^Changes/ }).getByRole('listitem');
  }

  async choose(picker: string, choice: string): Promise<void> {
    await this.main.getByRole('combobox', { name: picker, exact: true }).selectOption(choice);
  }

  /** By the keyboard: the words lie over their radio buttons. */
  async tell(word: 'told' | 'not told'): Promise<void> {
    await this.main.getByRole('radio', { name: word, exact: true }).focus();
    await this.page.keyboard.press('Space');
    await expect(this.main.getByRole('radio', { name: word, exact: true })).toBeChecked();
  }

  /** How sure the runs are of the image that is shown large, and what they take it for. */
  bars(): Locator {
    return this.main.getByRole('list', { name: /^Probability of / });
  }

  /** What a run takes each image of the strip for, in words. */
  async guesses(run: string): Promise<string[]> {
    const head = this.page.getByRole('rowheader', { name: run });
    const row = this.main.getByRole('row').filter({ has: head }).first();
    return row.getByRole('cell').allInnerTexts();
  }

  row(run: string): Locator {
    const list = this.main.getByRole('list', { name: 'Accuracy of every run at this setting' });
    return list.getByRole('listitem').filter({ hasText: run });
  }

  /** Accuracy in per cent, once the whole test set has answered. */
  async accuracy(run: string): Promise<number> {
    const row = this.row(run);
    await expect(row).toContainText(/[\d,]+ images$/); // neither “measuring” nor “500 of 2,000”
    return Number.parseFloat(/([\d.]+) ±/.exec(await row.innerText())![1]!);
  }

  async openTab(name: string): Promise<void> {
    await this.figures.getByRole('tab', { name, exact: true }).click();
  }

  async measure(): Promise<void> {
    await this.figures.getByRole('button', { name: 'Measure', exact: true }).click();
    await expect(this.figures.getByRole('button', { name: 'Measure again' })).toBeVisible({
      timeout: 60_000,
    });
  }

  /** Rows of the table behind the figure that is shown. */
  async dataOf(figure: RegExp): Promise<string[][]> {
    const open = this.figures.getByRole('button', { name: figure });
    await open.click();
    const rows = this.figures.getByRole('region', { name: figure }).getByRole('row');
    await expect(rows.nth(1)).toBeVisible(); // the first one is the head
    const texts = await rows.evaluateAll((all) =>
      all.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.innerText)),
    );
    await open.click();
    return texts.slice(1);
  }

  /** The text of a file that a menu's entry saves. */
  async save(menu: Locator, entry: string): Promise<{ name: string; text: string }> {
    await menu.click();
    const saved = this.page.waitForEvent('download');
    await this.main.getByRole('button', { name: entry, exact: true }).click();
    const download = await saved;
    return {
      name: download.suggestedFilename(),
      text: await readFile(await download.path(), 'utf8'),
    };
  }
}
