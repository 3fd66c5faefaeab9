/** The library's worker: datasets with the browser's surroundings, served over comlink. */
import { expose } from 'comlink';
import { DatasetLibrary } from './library/datasetLibrary.ts';
import type { Library } from './library/library.ts';
import { createNetwork } from './library/network.ts';
import { pause } from './library/pause.ts';
import { storedDatasets } from './storage/datasets.ts';
import { downloads } from './storage/downloads.ts';
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
  downloads: createNetwork({
    ...{ store: storedDatasets, kept: downloads, decodePicture: notYet, now, breathe, pause },
    fetch: (url, request) => fetch(url, request),
    // This script lies one folder below the page, built or not.
    ownFolder: new URL('../downloads/', self.location.href).href,
  }),
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
