/** The library's worker: datasets with the browser's surroundings, served over comlink. */
import { expose } from 'comlink';
import { DatasetLibrary } from './library/datasetLibrary.ts';
import type { Library } from './library/library.ts';
import { storedDatasets } from './storage/datasets.ts';
import { breathe, now, readAsset } from './workerSurroundings.ts';

const notYet = async (): Promise<never> => {
  throw new Error('not connected yet');
};

const library = new DatasetLibrary({
  store: storedDatasets,
  readAsset,
  decodePicture: notYet,
  now,
  breathe,
  downloads: { download: notYet, cancelDownload: notYet, lookUpHub: notYet },
});

// Written out, so that comlink serves these calls and nothing else of the library.
expose({
  preview: (request, answers, report) => library.preview(request, answers, report),
  accept: (token, label) => library.accept(token, label),
  discard: () => library.discard(),
  download: (id, report) => library.download(id, report),
  cancelDownload: () => library.cancelDownload(),
  lookUpHub: (id) => library.lookUpHub(id),
  describe: (choice, report) => library.describe(choice, report),
  images: (choice, places) => library.images(choice, places),
  neighbours: (choice, place, count) => library.neighbours(choice, place, count),
} satisfies Library);
