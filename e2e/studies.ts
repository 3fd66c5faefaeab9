/** The Studies page as a person meets it: steps in their words, found by roles and names. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

/** What is saved, as a file that can be handed back. */
export interface SavedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export class Studies {
  readonly main: Locator;
  readonly list: Locator;
  readonly plan: Locator;
  /** What the plan comes to, and Start. */
  readonly foot: Locator;
  /** The tab of an open study. */
  readonly panel: Locator;

  constructor(readonly page: Page) {
    this.main = page.getByRole('main', { name: 'Studies' });
    this.list = page.getByRole('navigation', { name: 'List of studies' });
    this.plan = this.main.getByRole('region', { name: 'Plan' });
    this.foot = this.main.getByRole('group', { name: 'What the plan comes to' });
    this.panel = this.main.getByRole('tabpanel').first();
  }

  async open(): Promise<void> {
    await this.page.locator('header').getByRole('link', { name: 'Studies' }).click();
    await expect(this.list).toBeVisible();
  }

  /** The page's own address, in a tab that has just come up. */
  async goTo(): Promise<void> {
    await this.page.goto('/#page=studies');
    await expect(this.list).toBeVisible();
  }

  button(name: string | RegExp): Locator {
    return this.main.getByRole('button', { name, exact: typeof name === 'string' });
  }

  async fill(name: string, text: string): Promise<void> {
    const field = this.main.getByRole('textbox', { name, exact: true });
    await field.fill(text);
    await field.blur();
  }

  async set(name: string, value: number): Promise<void> {
    await this.main.getByRole('spinbutton', { name, exact: true }).fill(String(value));
  }

  async choose(picker: string, choice: string): Promise<void> {
    await this.main
      .getByRole('combobox', { name: picker, exact: true })
      .selectOption({ label: choice });
  }

  async addModel(label: string): Promise<void> {
    await this.button('Add a model').click();
    const menu = this.main.getByRole('group', { name: 'Add a model' });
    await menu.getByRole('button', { name: new RegExp(`^${label} `) }).click();
    await expect(this.arm(label)).toBeVisible();
  }

  arm(label: string): Locator {
    return this.main.getByRole('listitem', { name: label, exact: true });
  }

  async openTab(name: 'Plan' | 'Queue' | 'Results'): Promise<void> {
    await this.main.getByRole('tab', { name, exact: true }).click();
  }

  /** How far a study is, in words. */
  far(): Locator {
    return this.panel.getByRole('status').filter({ hasText: 'runs' }).first();
  }

  /** Runs of the study that have ended. */
  async endedRuns(): Promise<number> {
    return Number(/^(\d+) of/.exec(await this.far().innerText())?.[1] ?? NaN);
  }

  /** A study in the list on the left. */
  entry(title: string): Locator {
    return this.list.getByRole('button').filter({ hasText: title });
  }

  /** What an entry of a menu saves. */
  async save(menu: string, entry: string): Promise<SavedFile & { readonly text: string }> {
    await this.main.getByLabel(menu, { exact: true }).click();
    const saved = this.page.waitForEvent('download');
    await this.button(entry).click();
    const download = await saved;
    const buffer = await readFile(await download.path());
    return {
      name: download.suggestedFilename(),
      mimeType: 'application/json',
      buffer,
      text: buffer.toString('utf8'),
    };
  }

  async openFile(file: SavedFile): Promise<void> {
    const asked = this.page.waitForEvent('filechooser');
    await this.list.getByRole('button', { name: 'Open a file' }).click();
    const chooser = await asked;
    await chooser.setFiles([{ name: file.name, mimeType: file.mimeType, buffer: file.buffer }]);
  }
}
