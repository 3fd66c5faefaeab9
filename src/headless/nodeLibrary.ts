/** The same library from Node: files of the disk, datasets in memory. */
import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Dataset } from '../datasets/dataset.ts';
import type { ChosenFile } from '../datasets/files/sourceFile.ts';
import type { Answers } from '../datasets/importing/reading.ts';
import { decodePicture } from '../datasets/pictures/decode.ts';
import type { DatasetStore, StoredDatasetCard } from '../datasets/stored.ts';
import { DatasetLibrary, type LibrarySurroundings } from '../library/datasetLibrary.ts';
import { decodeInNode } from './nodeDecoder.ts';
import { breathe, now, readAsset } from './nodeSurroundings.ts';

export function createMemoryDatasets(): DatasetStore {
  const kept = new Map<string, { dataset: Dataset; card: StoredDatasetCard }>();
  return {
    read: async (id) => kept.get(id)?.dataset,
    async write(dataset, facts) {
      const { train, test, ...text } = dataset;
      const arrays = [train, test].flatMap(({ images, labels }) => [images, labels]);
      const card: StoredDatasetCard = {
        ...text,
        ...{ trainCount: train.count, testCount: test.count },
        bytes: arrays.reduce((sum, { length }) => sum + length, 0),
        storedAt: new Date().toISOString(),
        ...facts,
      };
      kept.set(dataset.id, { dataset, card });
      return card;
    },
    list: async () => [...kept.values()].map(({ card }) => card).reverse(),
  };
}

/** A library over those datasets. */
export function createNodeLibrary(
  store: DatasetStore,
  surroundings: Partial<LibrarySurroundings> = {},
): DatasetLibrary {
  return new DatasetLibrary({
    ...{ store, readAsset, breathe, now },
    decodePicture: (file) => decodePicture(file, decodeInNode),
    downloads: {
      ...{ download: noNetwork, cancelDownload: noNetwork, lookUpHub: noNetwork },
      ...{ readHub: noNetwork, forgetHub: () => {} },
    },
    ...surroundings,
  });
}

const noNetwork = async (): Promise<never> => {
  throw new Error('no network here');
};

/** Imports files and folders of the disk into the library's datasets. */
export async function importFromDisk(
  library: DatasetLibrary,
  paths: readonly string[],
  answers: Answers = {},
): Promise<StoredDatasetCard> {
  const files = (await Promise.all(paths.map(chosenFilesAt))).flat();
  const { token, understood, questions } = await library.preview(
    { from: 'files', files },
    answers,
    () => {},
  );
  if (understood) return library.accept(token, understood.label);
  const open = questions.filter(({ answer }) => answer === null);
  throw new Error(`questions to be answered: ${JSON.stringify(open, null, 2)}`);
}

/** A file, or all files of a folder, with the paths that a drop of it on the page would give. */
export async function chosenFilesAt(path: string): Promise<ChosenFile[]> {
  const whole = resolve(path);
  if (!(await stat(whole)).isDirectory()) return [await chosenFile(whole, basename(whole))];
  const entries = await readdir(whole, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    files.map((file) =>
      chosenFile(file, `${basename(whole)}${file.slice(whole.length).replaceAll('\\', '/')}`),
    ),
  );
}

/** Its bytes stay on the disk until they are read. */
async function chosenFile(file: string, path: string): Promise<ChosenFile> {
  return { path, file: new File([await openAsBlob(file)], basename(file)) };
}
