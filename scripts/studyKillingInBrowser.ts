/**
 * Trains a study on the page and kills the whole browser again and again while it trains, at moments
 * drawn from a seed. Each time the page must find again what it had said to be ended.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { Studies } from '../e2e/studies.ts';
import { createRandom } from '../src/core/random.ts';
import type { ResultFile } from '../src/storage/resultSchema.ts';
import { planLink } from '../src/store/studyLink.ts';
import type { StudyPlan } from '../src/studies/plan/plan.ts';
import { ensureChromium } from './browser.mjs';

const PORT = 4397;
/** Long enough for the slowest machine to open the page, or to end a study. */
const PATIENCE_MS = 600_000;
/** One kill in so many waits for a run to end first; the others come as soon as something trains. */
const ENDED_EVERY = 5;

export interface BrowserKillOrder {
  readonly plan: StudyPlan;
  readonly kills: number;
  /** Of the moments. */
  readonly seed: number;
  /** A kill comes so long after the moment that it waits for, at most. */
  readonly longestMs: number;
  say(line: string): void;
}

export interface BrowserKillReport {
  /** What was wrong, in words; empty when nothing was. */
  readonly faults: readonly string[];
  /** Runs that the page had said to be ended at each kill. */
  readonly kept: readonly number[];
  /** Times that the page had to be asked to go on. */
  readonly resumed: number;
  /** As the page exports them. */
  readonly results: ResultFile;
}

/** Builds the lab, serves it, kills so many times, then lets the study end. */
export async function runWithBrowserKills(order: BrowserKillOrder): Promise<BrowserKillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'browser-kills-'));
  const options = {
    logLevel: 'warn',
    build: { outDir: join(folder, 'site'), emptyOutDir: true },
  } as const;
  await build(options);
  const server = await preview({ ...options, preview: { port: PORT, strictPort: true } });
  try {
    return await killAndFinish(order, join(folder, 'profile'));
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function killAndFinish(order: BrowserKillOrder, profile: string): Promise<BrowserKillReport> {
  const { plan, kills, seed, longestMs, say } = order;
  const moments = createRandom(seed).stream('browser-kills');
  const faults: string[] = [];
  const kept: number[] = [];
  let resumed = 0;
  let known: readonly string[] = [];
  let address = `#${await planLink(plan)}`;
  for (let kill = 0; ; kill++) {
    const browser = await openBrowser(profile);
    try {
      const studies = new Studies(browser.page);
      await browser.page.goto(`http://localhost:${PORT}/${address}`);
      if (kill === 0) address = await startPlan(studies);
      const found = await endedIds(browser.page);
      faults.push(...lostRuns(known, found, kill));
      if (kill < kills) {
        if (await goOn(studies)) resumed++;
        if (kill % ENDED_EVERY === ENDED_EVERY - 1) await anotherEnd(studies, found.length);
        await browser.page.waitForTimeout(moments.uniform(kill) * longestMs);
        await until(async () => (await trains(studies)) || (await hasFinished(studies)));
        if (await hasFinished(studies)) faults.push(`kill ${kill} came too late: nothing trains`);
        known = await endedIds(browser.page);
        kept.push(known.length);
        say(`kill ${kill}: ${known.length} runs kept, Resume pressed ${resumed} times`);
        continue;
      }
      if (await goOn(studies)) resumed++;
      await until(async () => !(await trains(studies)) && (await hasFinished(studies)));
      return { faults, kept, resumed, results: await exportResults(studies) };
    } finally {
      await browser.kill();
    }
  }
}

/** @returns the study's address */
async function startPlan(studies: Studies): Promise<string> {
  await studies.foot.getByRole('button', { name: 'Start' }).click({ timeout: PATIENCE_MS });
  await studies.page.waitForURL(/study=/);
  return new URL(studies.page.url()).hash;
}

/** Until something trains; a page that was killed often waits to be asked. @returns whether it did */
async function goOn(studies: Studies): Promise<boolean> {
  const resume = studies.panel.getByRole('button', { name: /^(Resume|Start)$/ });
  let isPressed = false;
  await until(async () => {
    if ((await trains(studies)) || (await hasFinished(studies))) return true;
    const isAsking = await studies.page.getByText('It is paused.').isVisible();
    if (!isAsking || isPressed || !(await resume.isVisible())) return false;
    await resume.click();
    isPressed = true;
    return false;
  });
  return isPressed;
}

const anotherEnd = (studies: Studies, before: number) =>
  until(async () => (await endedIds(studies.page)).length > before);

/** A run has taken a step, by what the page shows. */
async function trains({ panel }: Studies): Promise<boolean> {
  const active = panel.getByRole('list', { name: 'Runs that train now' });
  return (await active.getByText(/^[1-9][\d,]* \/ /).count()) > 0;
}

const hasFinished = async ({ panel }: Studies): Promise<boolean> =>
  (await panel.getByRole('status').filter({ hasText: '· finished' }).count()) > 0;

async function exportResults(studies: Studies): Promise<ResultFile> {
  await studies.openTab('Results');
  const { text } = await studies.save('Export the study', 'Results, JSON');
  return JSON.parse(text) as ResultFile;
}

/** Of the runs in the browser's database: there is one study. */
function endedIds(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('coordinet-lab');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const asked = database.transaction('studyRuns').objectStore('studyRuns').getAllKeys();
          asked.onerror = () => reject(asked.error);
          asked.onsuccess = () => {
            database.close();
            resolve((asked.result as [string, string][]).map(([, runId]) => runId));
          };
        };
      }),
  );
}

function lostRuns(known: readonly string[], found: readonly string[], kill: number): string[] {
  const ids = new Set(found);
  return known.filter((id) => !ids.has(id)).map((id) => `kill ${kill - 1}: run ${id} lost`);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('the page did not come so far');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface OpenBrowser {
  readonly page: Page;
  /** All its processes at once, as when the power fails. Resolves when they are gone. */
  kill(): Promise<void>;
}

/** Playwright does not say which process its browser is: this one is started here, and then joined. */
async function openBrowser(profile: string): Promise<OpenBrowser> {
  const child = spawn(await ensureChromium(), [...FLAGS, `--user-data-dir=${profile}`], {
    detached: true, // a group of its own, to be killed as one
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async () => {
    process.kill(-child.pid!, 'SIGKILL');
    await gone;
  };
  try {
    const browser = await chromium.connectOverCDP(await addressOf(child));
    const [context] = browser.contexts();
    const page = context!.pages()[0] ?? (await context!.newPage());
    page.setDefaultTimeout(PATIENCE_MS);
    return { page, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

/** Those of the browser tests, but for the GPU. */
const FLAGS = [
  ...['--headless=new', '--no-sandbox', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...['--remote-debugging-port=0', '--window-size=1440,900'],
];

/** Chromium says where it listens, once it does. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}. ${said}`)));
  });
}
