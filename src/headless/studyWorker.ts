/** A thread that trains for a study: an engine of its own, served over comlink. */
import { parentPort, workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { TrainerReport } from '../studies/running/running.ts';
import type { StudyTrainer } from '../studies/running/running.ts';
import { openTrainerHere, type TrainerSettings } from './studyTrainers.ts';

/** What crosses to the thread that runs the study. */
export type TrainerService = Omit<StudyTrainer, 'environment'> & {
  environment(): Promise<StudyTrainer['environment']>;
};

const opening = openTrainerHere(workerData as TrainerSettings);
opening.catch(() => {}); // told to whoever asks for it

const service: TrainerService = {
  environment: async () => (await opening).environment,
  datasetSha256: async (choice) => (await opening).datasetSha256(choice),
  async train(order, report) {
    const trainer = await opening;
    let heard: unknown; // the last report must not be overtaken by the call's end
    const end = await trainer.train(order, (each: TrainerReport) => {
      heard = report(each);
    });
    await heard;
    return end;
  },
  pause: async (runId) => (await opening).pause(runId),
  lookAt: async (run, views) => (await opening).lookAt(run, views),
  forget: async (runId) => (await opening).forget(runId),
};

expose(service, nodeEndpoint(parentPort!));
