/**
 * The datasets that a study names. Its file may name files: `datasets/pets` is a folder or an archive
 * beside it, or where the command was called. Imported, such a dataset has an id that follows from its
 * images (`own/…`), and that id stands in the plan from then on: whoever has other images has another
 * study.
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LabError, messageOf } from '../core/errors.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { chosenDataset, findDataset } from '../datasets/index.ts';
import { OWN } from '../datasets/own.ts';
import { createMemoryDatasets, createNodeLibrary, importFromDisk } from './nodeLibrary.ts';
import { readAsset } from './nodeSurroundings.ts';

const FILES = 'datasets/';

export interface NamedDatasets {
  /** The plan's JSON with the ids of what was imported in place of names. */
  readonly plan: unknown;
  /** What was imported. */
  readonly imported: readonly Dataset[];
  /** Loads a dataset as it was chosen; each choice once. */
  load(choice: SystemChoice): Promise<Dataset>;
}

/**
 * @param given paths by name, from the command line
 * @param file of the study; absent for a ready one
 */
export async function importNamed(
  plan: unknown,
  given: ReadonlyMap<string, string>,
  file?: string,
): Promise<NamedDatasets> {
  const store = createMemoryDatasets();
  const names = new Set(namesIn(plan));
  const stray = [...given.keys()].find((name) => !names.has(name));
  if (stray !== undefined) {
    throw new LabError('dataset-unused', {
      found: `--dataset ${stray}, which the study does not name`,
      expected: `one of ${[...names].join(', ') || 'no dataset'}`,
      fix: 'leave it out, or name it as the study does',
    });
  }
  const ids = new Map<string, string>();
  for (const name of names) {
    const path = given.get(name) ?? pathOf(name, file);
    if (path !== undefined) ids.set(name, await importOne(store, name, path));
  }
  const imported = await Promise.all([...new Set(ids.values())].map((id) => store.read(id)));
  return { plan: renamed(plan, ids), imported: imported as Dataset[], load: createLoader(store) };
}

function createLoader(store: ReturnType<typeof createMemoryDatasets>): NamedDatasets['load'] {
  const loaded = new Map<string, Promise<Dataset>>();
  return async (choice) => {
    const { key, load } = chosenDataset(choice);
    if (findDataset(choice.id).download) await expectHere(store, choice.id);
    const known = loaded.get(key) ?? load({ readAsset, readStored: (id) => store.read(id) });
    loaded.set(key, known);
    return known;
  };
}

async function expectHere(
  store: ReturnType<typeof createMemoryDatasets>,
  id: string,
): Promise<void> {
  if (await store.read(id)) return;
  throw new LabError('dataset-missing', {
    found: `no ${findDataset(id).label}, which the command line does not fetch`,
    expected: 'its files on this disk',
    fix: `name them: --dataset ${id}=folder`,
  });
}

/** Of a file that the study names; undefined for what is found by its id. */
function pathOf(name: string, file: string | undefined): string | undefined {
  if (name.startsWith(FILES)) {
    const beside = file && resolve(dirname(file), name);
    return beside && existsSync(beside) ? beside : resolve(name);
  }
  if (!name.startsWith(OWN)) return undefined;
  throw new LabError('dataset-missing', {
    found: `the dataset ${name}, whose files nobody has named`,
    expected: 'the files that it was imported from',
    fix: `name them: --dataset ${name}=path`,
  });
}

async function importOne(
  store: ReturnType<typeof createMemoryDatasets>,
  name: string,
  path: string,
): Promise<string> {
  if (!existsSync(path)) {
    throw new LabError('dataset-missing', {
      found: `nothing at ${path}, where the dataset ${name} should be`,
      expected: 'a folder of images, an archive, or a file of a format that the lab reads',
      fix: `put it there, or name another place: --dataset ${name}=path`,
    });
  }
  const { id } = await imported(store, name, path);
  if (!name.startsWith(OWN) || id === name) return id;
  throw new LabError('dataset-differs', {
    found: `other images at ${path}: ${id}`,
    expected: `those of ${name}`,
    fix: 'choose the files that the study was planned with',
  });
}

async function imported(
  store: ReturnType<typeof createMemoryDatasets>,
  name: string,
  path: string,
): Promise<{ id: string }> {
  try {
    return await importFromDisk(createNodeLibrary(store), [path]);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('dataset-unclear', {
      found: `${path}, the dataset ${name}: ${messageOf(error)}`,
      expected: 'files that leave no question open',
      fix: 'arrange them as docs/DATA.md says, or import them on the page and export the study there',
    });
  }
}

/** Ids under any `dataset` of the plan, whatever else is in it. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const id = key === 'dataset' ? idOf(each) : undefined;
    return id === undefined ? namesIn(each) : [id];
  });
}

function renamed(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, ids));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => {
    const id = key === 'dataset' ? ids.get(idOf(each) ?? '') : undefined;
    return [key, id === undefined ? renamed(each, ids) : { ...(each as object), id }];
  });
  return Object.fromEntries(entries);
}

function idOf(choice: unknown): string | undefined {
  const id = (choice as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : undefined;
}
