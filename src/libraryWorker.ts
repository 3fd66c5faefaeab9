/** The library's worker: datasets with the browser's surroundings, served over comlink. */
import { expose } from 'comlink';
import { decodePicture } from './datasets/pictures/decode.ts';
import { createBrowserDecoder } from './datasets/pictures/platform.ts';
import { DatasetLibrary } from './library/datasetLibrary.ts';
import type { Library } from './library/library.ts';
import { createNetwork } from './library/network.ts';
import { pause } from './library/pause.ts';
import { storedDatasets } from './storage/datasets.ts';
import { downloads } from './storage/downloads.ts';
import { breathe, now, readAsset } from './workerSurroundings.ts';

const platform = createBrowserDecoder();
const around = {
  store: storedDatasets,
  decodePicture: (file: Parameters<typeof decodePicture>[0]) => decodePicture(file, platform),
  ...{ now, breathe },
};

const library = new DatasetLibrary({
  ...around,
  readAsset,
  downloads: createNetwork({
    ...around,
    ...{ kept: downloads, pause },
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
