/**
 * `npm run datasets`: the well-known datasets without the browser's network. Files are fetched and
 * checked as the page does it, and laid where every server of the lab finds them (development,
 * preview, a built site); the page asks there first.
 *
 *   npm run datasets -- list               what there is, how large, under which licence
 *   npm run datasets -- fetch mnist …      fetches what is missing, and goes on with what broke off
 *   npm run datasets -- check              checks every file that is here
 *
 * Behind a proxy: NODE_USE_ENV_PROXY=1 and HTTPS_PROXY (Node 24, or 22 from 22.21 on).
 */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LabError, messageOf } from '../src/core/errors.ts';
import type { DatasetSystem, Download, RemoteFile } from '../src/datasets/dataset.ts';
import { datasets } from '../src/datasets/index.ts';
import { fetchFile, type FetchSurroundings } from '../src/library/fetching.ts';
import { isIntact } from '../src/library/integrity.ts';
import { pause } from '../src/library/pause.ts';
import { createDownloadsFolder, type DownloadsFolder } from './datasets/downloadsFolder.ts';
import { createProgressLine } from './datasets/progressLine.ts';

export interface Terminal {
  print(line: string): void;
  /** Rewrites the line that it wrote last; null: leave it standing. */
  progress(line: string | null): void;
}

export interface Surroundings {
  readonly list: readonly DatasetSystem[];
  /** Absolute paths: of whole files, and of those under way. */
  readonly folder: string;
  readonly partsFolder: string;
  readonly fetch: FetchSurroundings['fetch'];
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

type Downloaded = DatasetSystem & { readonly download: Download };

/** @returns the program's exit code */
export async function runDatasets(args: readonly string[], around: Surroundings): Promise<number> {
  const [command, ...ids] = args;
  const folder = createDownloadsFolder(around.folder, around.partsFolder);
  try {
    if (command === 'list') return await list(folder, around);
    if (command === 'fetch' && ids.length > 0) return await fetchAll(ids, folder, around);
    if (command === 'check') return await check(ids, folder, around);
    around.terminal.print(usage(around));
    return 1;
  } catch (error) {
    around.terminal.print(messageOf(error));
    return 1;
  }
}

const known = ({ list: all }: Surroundings) =>
  all.filter((each): each is Downloaded => each.download !== undefined);

const usage = (around: Surroundings) =>
  `npm run datasets -- list | fetch <id> … | check [<id> …]\nids: ${known(around)
    .map(({ id }) => id)
    .join(', ')}`;

async function list(folder: DownloadsFolder, around: Surroundings): Promise<number> {
  for (const { id, label, download } of known(around)) {
    const { length } = await folder.namesOf(id, download.files);
    const here = length === 0 ? '' : `, ${length} of ${download.files.length} files here`;
    around.terminal.print(`${id.padEnd(14)} ${label}: ${sizeText(download.bytes)}${here}`);
    around.terminal.print(`${' '.repeat(15)}${download.hosts.join(', ')}; ${download.licence}`);
  }
  return 0;
}

async function fetchAll(
  ids: readonly string[],
  folder: DownloadsFolder,
  around: Surroundings,
): Promise<number> {
  for (const system of ids.map((id) => find(id, around))) {
    for (const file of system.download.files) {
      if (await isHere(system.id, file, folder)) {
        around.terminal.print(`${file.name}: here already`);
      } else await fetchOne(system, file, folder, around);
    }
    await folder.writeIndex(system.id, system.download.files);
    around.terminal.print(
      `${system.label} is in public/downloads/${system.id}: start or build the lab, and press Download there`,
    );
  }
  return 0;
}

async function fetchOne(
  system: Downloaded,
  file: RemoteFile,
  folder: DownloadsFolder,
  { fetch, signal, terminal }: Surroundings,
): Promise<void> {
  const line = createProgressLine(file.name, file.bytes, terminal);
  const byHand = `download ${file.urls[0]} by other means, put it at ${folder.pathOf(system.id, file.name)}, and run this again`;
  const around: FetchSurroundings = { fetch, signal, pause, kept: folder.kept };
  try {
    await fetchFile(file, around, line.tell, byHand);
    await folder.settle(system.id, file);
    line.end('checked');
  } catch (error) {
    line.end('not here');
    throw error;
  }
}

async function check(
  ids: readonly string[],
  folder: DownloadsFolder,
  around: Surroundings,
): Promise<number> {
  const chosen = ids.length > 0 ? ids.map((id) => find(id, around)) : known(around);
  let wrong = 0;
  for (const { id, download } of chosen) {
    for (const file of download.files) {
      const isMissing = !(await folder.has(id, file.name));
      if (isMissing && ids.length === 0) continue;
      const isSound = !isMissing && (await isHere(id, file, folder));
      const state = isSound
        ? 'sound'
        : isMissing
          ? 'not here'
          : 'damaged: delete it and fetch again';
      around.terminal.print(`${id}/${file.name}: ${state}`);
      if (!isSound) wrong++;
    }
  }
  return wrong === 0 ? 0 : 1;
}

async function isHere(id: string, file: RemoteFile, folder: DownloadsFolder): Promise<boolean> {
  const bytes = await folder.read(id, file.name);
  return bytes !== undefined && (await isIntact(bytes, file.integrity));
}

function find(id: string, around: Surroundings): Downloaded {
  const found = known(around).find((each) => each.id === id);
  if (found) return found;
  throw new LabError('unknown-dataset', {
    found: `"${id}"`,
    expected: `one of ${known(around)
      .map((each) => each.id)
      .join(', ')}`,
    fix: 'run `npm run datasets -- list`',
  });
}

const sizeText = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort()); // what came so far is kept
  process.exitCode = await runDatasets(process.argv.slice(2), {
    list: datasets,
    folder: fileURLToPath(new URL('../public/downloads/', import.meta.url)),
    partsFolder: fileURLToPath(new URL('../.cache/downloads/', import.meta.url)),
    fetch: (url, request) => fetch(url, request),
    signal: controller.signal,
    terminal: {
      print: (line) => console.log(line),
      progress(line) {
        if (!process.stdout.isTTY) return;
        process.stdout.write(line === null ? '\r\u001b[K' : `\r\u001b[K${line}`);
      },
    },
  });
}
