/**
 * Trainers of the command line. One trains in this thread, with all the threads that its backend may
 * have; several have a thread of Node each, with an engine of its own.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { proxy, wrap, type Remote } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { messageOf } from '../core/errors.ts';
import type { BackendChoice } from '../engine/engine.ts';
import { createStudyTrainer } from '../engine/studyTrainer.ts';
import type { StudyTrainer, TrainerEnd } from '../studies/running/running.ts';
import { createDiskCheckpoints } from './diskCheckpoints.ts';
import { createDiskDatasets } from './diskDatasets.ts';
import { createNodeEngine } from './nodeEngine.ts';
import { environmentInNode } from './nodeEnvironment.ts';
import { expectWebgpu, provideVulkan } from './nodeWebgpu.ts';
import type { TrainerService } from './studyWorker.ts';

export interface TrainerSettings {
  readonly backend: BackendChoice;
  /** Of each trainer, where its backend has threads. */
  readonly threads: number;
  /** Where checkpoints and datasets are kept. */
  readonly folder: string;
}

export interface OpenTrainers {
  readonly trainers: readonly StudyTrainer[];
  close(): void;
}

export async function openTrainers(settings: TrainerSettings, jobs: number): Promise<OpenTrainers> {
  if (jobs === 1) return { trainers: [await openTrainerHere(settings)], close: () => {} };
  if (settings.backend === 'webgpu') provideVulkan(); // threads have a copy of what it sets
  const opened = Array.from({ length: jobs }, () => openTrainerThere(settings));
  const close = () => opened.forEach((trainer) => trainer.close());
  try {
    return { trainers: await Promise.all(opened.map(({ trainer }) => trainer)), close };
  } catch (error) {
    close();
    throw error;
  }
}

export async function openTrainerHere(settings: TrainerSettings): Promise<StudyTrainer> {
  const { backend, threads, folder } = settings;
  if (backend === 'webgpu') await expectWebgpu();
  const engine = createNodeEngine({
    threads,
    checkpoints: createDiskCheckpoints(join(folder, 'checkpoints')),
    datasets: createDiskDatasets(join(folder, 'datasets')),
  });
  return createStudyTrainer(engine, environmentInNode(await engine.open(backend)));
}

/** How often a thread that broke is replaced for one run: it goes on from its checkpoint. */
const REPLACEMENTS = 1;

function openTrainerThere(settings: TrainerSettings): {
  trainer: Promise<StudyTrainer>;
  close: () => void;
} {
  let thread = startThread(settings);
  /** Calls the thread; one that broke is replaced, and asked again. */
  async function ask<Answer>(call: (service: Remote<TrainerService>) => Promise<Answer>) {
    for (let tries = 0; ; tries++) {
      try {
        return await Promise.race([call(thread.service), thread.failure]);
      } catch (error) {
        if (!thread.isBroken() || tries === REPLACEMENTS) throw error;
        thread = startThread(settings);
      }
    }
  }
  const trainer = ask((service) => service.environment()).then((environment): StudyTrainer => ({
    environment,
    datasetSha256: (choice) => ask((service) => service.datasetSha256(choice)),
    train: (order, report) =>
      ask((service) => service.train(order, proxy(report)) as Promise<TrainerEnd>),
    pause: (runId) => ask((service) => service.pause(runId)),
    lookAt: (run, views) => ask((service) => service.lookAt(run, views)),
    forget: (runId) => ask((service) => service.forget(runId)),
  }));
  return { trainer, close: () => thread.close() };
}

interface Thread {
  readonly service: Remote<TrainerService>;
  /** Rejects when the thread has broken. */
  readonly failure: Promise<never>;
  isBroken(): boolean;
  close(): void;
}

function startThread(settings: TrainerSettings): Thread {
  const worker = new Worker(BEGIN, {
    eval: true,
    workerData: { ...settings, begin: { loader, module: workerModule } },
  });
  let isBroken = false;
  let isClosed = false;
  const failure = new Promise<never>((_, reject) => {
    const fail = (reason: string) => {
      isBroken = true;
      if (!isClosed) reject(new Error(`a training thread broke: ${reason}`));
    };
    worker.once('error', (error) => fail(messageOf(error)));
    worker.once('exit', (code) => fail(`it ended with code ${code}`));
  });
  failure.catch(() => {}); // raced by every call; nobody may be waiting when it happens
  return {
    service: wrap<TrainerService>(nodeEndpoint(worker)),
    failure,
    isBroken: () => isBroken,
    close() {
      isClosed = true;
      void worker.terminate();
    },
  };
}

/** Node hands its loaders to no thread: each must be told how TypeScript is read. */
const BEGIN = `
  const { begin: { loader, module } } = require('node:worker_threads').workerData;
  import(loader).then(({ register }) => { register(); return import(module); });
`;
/** `require` finds the one for CommonJS; beside it lies the one for modules. */
const required = createRequire(import.meta.url).resolve('tsx/esm/api');
const loader = pathToFileURL(required.replace(/\.cjs$/, '.mjs')).href;
const workerModule = new URL('./studyWorker.ts', import.meta.url).href;
