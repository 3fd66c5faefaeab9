/** The worker's entry: the engine with the browser's surroundings, served over comlink. */
import { expose } from 'comlink';
import { LabEngine } from './engine/labEngine.ts';
import type { Engine } from './engine/engine.ts';
import { checkpoints } from './storage/checkpoints.ts';
import { createCheckpointsOrMemory } from './storage/checkpointsOrMemory.ts';
import { storedDatasets } from './storage/datasets.ts';
import { breathe, now, readAsset } from './workerSurroundings.ts';

/** Why checkpoints are not stored any more; told with the next report. */
let unkept: string | undefined;

const engine = new LabEngine({
  checkpoints: createCheckpointsOrMemory(checkpoints, ({ message }) => (unkept = message)),
  datasetIo: { readAsset, readStored: (id) => storedDatasets.read(id) },
  now,
  breathe,
});

/**
 * Reports travel on a port of their own: without waiting for the last one to be heard, the end of a
 * call could overtake it, and the last points of a curve would be lost.
 */
async function untilHeard<Report, Answer>(
  report: (each: Report) => unknown,
  call: (tell: (each: Report) => void) => Promise<Answer>,
): Promise<Answer> {
  let heard: unknown;
  try {
    return await call((each) => {
      heard = report(each);
    });
  } finally {
    await heard;
  }
}

// Written out, so that comlink serves these calls and nothing else of the engine.
expose({
  open: (choice, options) => engine.open(choice, options),
  inspectDataset: (choice, seed) => engine.inspectDataset(choice, seed),
  train: (order, report) =>
    untilHeard(report, (tell) =>
      engine.train(order, (progress) => {
        tell(unkept === undefined ? progress : { ...progress, unkept });
        unkept = undefined;
      }),
    ),
  pause: (runId) => engine.pause(runId),
  predict: (runId, spec, images, count) => engine.predict(runId, spec, images, count),
  probe: (runId, spec, probe, image) => engine.probe(runId, spec, probe, image),
  predictViewed: (runs, viewing, images) => engine.predictViewed(runs, viewing, images),
  survey: (order, report) => untilHeard(report, (tell) => engine.survey(order, tell)),
  findGeometry: (order, report) => untilHeard(report, (tell) => engine.findGeometry(order, tell)),
  stopAsking: (id) => engine.stopAsking(id),
  predictTestSet: (runId, spec) => engine.predictTestSet(runId, spec),
  testImages: (choice, indices) => engine.testImages(choice, indices),
  forget: (runId) => engine.forget(runId),
  countTensors: () => engine.countTensors(),
} satisfies Engine);
