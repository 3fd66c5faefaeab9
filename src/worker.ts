/** The worker's entry: the engine with the browser's surroundings, served over comlink. */
import { expose } from 'comlink';
import { importFiles } from './datasets/formats/importFiles.ts';
import { LabEngine } from './engine/labEngine.ts';
import type { Engine } from './engine/engine.ts';
import { checkpoints } from './storage/checkpoints.ts';
import { createCheckpointsOrMemory } from './storage/checkpointsOrMemory.ts';
import { readStoredDataset, writeDataset } from './storage/datasets.ts';

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** A message to ourselves: unlike a timer it is not held back to 4 ms, nor to 1 s in a hidden tab. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

async function readAsset(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Why checkpoints are not stored any more; told with the next report. */
let unkept: string | undefined;

const engine = new LabEngine({
  checkpoints: createCheckpointsOrMemory(checkpoints, ({ message }) => (unkept = message)),
  datasetIo: { readAsset, readStored: readStoredDataset },
  async importDataset(files) {
    const dataset = await importFiles(files);
    await writeDataset(dataset);
    return dataset;
  },
  now: () => performance.now(),
  breathe,
});

// Written out, so that comlink serves these calls and nothing else of the engine.
expose({
  open: (choice) => engine.open(choice),
  inspectDataset: (choice, seed) => engine.inspectDataset(choice, seed),
  importDataset: (files) => engine.importDataset(files),
  train: async (order, report) => {
    // Reports travel on a port of their own: without waiting for the last one to be heard, the end
    // of the run could overtake it, and the last points of the curve would be lost.
    let heard: unknown;
    try {
      return await engine.train(order, (progress) => {
        heard = report(unkept === undefined ? progress : { ...progress, unkept });
        unkept = undefined;
      });
    } finally {
      await heard;
    }
  },
  pause: (runId) => engine.pause(runId),
  predict: (runId, spec, images, count) => engine.predict(runId, spec, images, count),
  probe: (runId, spec, probe, image) => engine.probe(runId, spec, probe, image),
  predictTestSet: (runId, spec) => engine.predictTestSet(runId, spec),
  testImages: (choice, indices) => engine.testImages(choice, indices),
  forget: (runId) => engine.forget(runId),
  countTensors: () => engine.countTensors(),
} satisfies Engine);
