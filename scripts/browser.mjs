/**
 * The Chromium that the browser tests use: one that is here, else one that is fetched.
 *
 *   CHROMIUM_PATH, the system's Chromium or Chrome, Playwright's own;
 *   else on Debian as root from its packages, else Playwright's download
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { giveUp, runProgram } from './install.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const places = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of a Chromium on this machine, or undefined. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named && !existsSync(named)) giveUp(`CHROMIUM_PATH names ${named}, which does not exist.`);
  return named || systemChromium() || (await playwrightChromium());
}

function systemChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...places, ...onPath].find((path) => existsSync(path));
}

/** Only once packages are installed; which version of its browser it wants, Playwright alone knows. */
async function playwrightChromium() {
  try {
    const { chromium } = await import('@playwright/test');
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Finds Chromium or installs it; ends the program with a message when neither works. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  console.log('No Chromium here, which the browser tests need.');
  installFromDebian();
  const installed = systemChromium() ?? (await downloadPlaywrightChromium());
  return installed ?? giveUp(noChromium);
}

const noChromium =
  'Chromium could not be installed; why is above. Install Chromium or Chrome yourself, or say where\n' +
  'it is with CHROMIUM_PATH=/path/to/chromium, and run this again.';

function installFromDebian() {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/etc/debian_version')) return;
  console.log('Installing it: apt-get update && apt-get install -y chromium');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  runProgram(['apt-get', 'update'], { env });
  runProgram(['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'], { env });
}

async function downloadPlaywrightChromium() {
  console.log('Installing it: npx playwright install chromium');
  runProgram(['npx', 'playwright', 'install', 'chromium']);
  return playwrightChromium();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(await ensureChromium());
}
