/**
 * `npm run size`: how much script the built page loads before it can show anything, gzipped. What
 * is large and needed later (TensorFlow.js, Plotly, zod) must not be in it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { giveUp, root } from './install.mjs';

const LIMIT_BYTES = 300_000;
const dist = join(root, 'dist');

/** Texts that survive minification and give a library away. */
const lateLibraries = [
  ['TensorFlow.js', 'Initialization of backend '],
  ['Plotly', 'plotly-logomark'],
  ['zod', 'ZodError'],
];

/** Paths, within dist/, of the scripts that index.html loads or preloads. */
function entryScripts() {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const tags = page.match(/<script\b[^>]*>|<link\b[^>]*modulepreload[^>]*>/g) ?? [];
  const addresses = tags.map((tag) => /(?:src|href)="([^"]+)"/.exec(tag)?.[1]);
  return addresses.filter((address) => address && !/^(?:https?:|data:)/.test(address));
}

/** Static imports and re-exports, not `import(…)`: `import{a as b}from"./x.js"`, `import"./x.js"`. */
const staticImport =
  /\b(?:import|export)\s*(?:[\w$*\s{},]+?\s*from\s*)?["'](\.{1,2}\/[^"']+\.js)["']/g;

/** Every script of the first load: the entries and all that they import statically. */
function firstLoad() {
  const found = new Map();
  const waiting = entryScripts().map((address) => posix.normalize(address));
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (found.has(path)) continue;
    const code = readFileSync(join(dist, path), 'utf8');
    found.set(path, code);
    for (const [, address] of code.matchAll(staticImport)) {
      waiting.push(posix.join(posix.dirname(path), address));
    }
  }
  return found;
}

/** A mark that no script has at all would find nothing in the first load either. */
function checkLateLibraries(scripts) {
  const folder = join(dist, 'assets');
  const all = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const codes = all.map((name) => readFileSync(join(folder, name), 'utf8'));
  for (const [name, mark] of lateLibraries) {
    if (!codes.some((code) => code.includes(mark))) {
      giveUp(`No script holds "${mark}": scripts/size.mjs needs a new mark for ${name}.`);
    }
    const early = [...scripts].find(([, code]) => code.includes(mark));
    if (early) giveUp(`${early[0]} holds ${name}, which must be loaded later.`);
  }
}

function checkSize() {
  if (!existsSync(join(dist, 'index.html')))
    giveUp('There is no dist/: run `npm run build` first.');
  const scripts = firstLoad();
  let total = 0;
  for (const [path, code] of scripts) {
    const bytes = gzipSync(code, { level: 9 }).length;
    total += bytes;
    console.log(`${path.padEnd(48)} ${(bytes / 1000).toFixed(1).padStart(7)} kB gzip`);
  }
  console.log(
    `First load: ${(total / 1000).toFixed(1)} kB of script, limit ${LIMIT_BYTES / 1000} kB.`,
  );
  if (total === 0) giveUp('No script found in dist/index.html.');
  if (total > LIMIT_BYTES) giveUp('Too much: load later what the first screen does not need.');
  checkLateLibraries(scripts);
}

checkSize();
