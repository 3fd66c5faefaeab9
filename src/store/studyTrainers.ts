/**
 * Workers that train a study, beside the one that trains for Classify: on a processor one for each
 * core that the page can spare, with one thread each, on a GPU one. They outlive a worker that breaks.
 */
import type { BackendId } from '../engine/engine.ts';
import { createStudyTrainer } from '../engine/studyTrainer.ts';
import { checkpointOf } from '../storage/studies.ts';
import type { StudyTrainer, TrainerEnd, TrainerReport } from '../studies/running/running.ts';
import { createOwnEngine, isWorkerFault, openInTime, type EngineClient } from './engines.ts';
import { trainerReady } from './engineStatus.ts';
import { environmentOf } from './environment.ts';

export interface StudyTrainers {
  readonly trainers: readonly LastingTrainer[];
  /** Ends the workers. */
  dispose(): void;
}

const MOST_WORKERS = 4;

/**
 * How many runs are trained side by side. One core is left to the page where there are three or more.
 *
 * @param cells that are open
 */
export function trainerCount(backend: BackendId, cores: number, cells: number): number {
  const isGpu = backend === 'webgpu' || backend === 'webgl';
  if (isGpu) return 1;
  const spare = cores > 2 ? cores - 1 : cores;
  return Math.max(1, Math.min(spare, cells, MOST_WORKERS));
}

/** @param onLost a worker broke and none can take its place */
export async function openStudyTrainers(
  studyId: string,
  cells: number,
  onLost: (error: unknown) => void,
): Promise<StudyTrainers> {
  const { status } = await trainerReady();
  const count = trainerCount(status.backend, navigator.hardwareConcurrency || 1, cells);
  const open = () => openWorker(studyId, status.backend);
  const opening = Array.from({ length: count }, open);
  const opened = await Promise.allSettled(opening);
  const workers = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const refused = opened.find((each) => each.status === 'rejected');
  // Fewer than hoped for will do: memory may be short.
  if (workers.length === 0 && refused) throw refused.reason;
  const lasting = workers.map((worker) => createLastingTrainer(worker, { open, onLost }));
  return {
    trainers: lasting,
    dispose: () => lasting.forEach((trainer) => trainer.dispose()),
  };
}

interface StudyWorker {
  readonly client: EngineClient;
  readonly trainer: StudyTrainer;
}

async function openWorker(studyId: string, backend: BackendId): Promise<StudyWorker> {
  const client = createOwnEngine();
  try {
    const status = await openInTime(client.open(backend, { threads: 1 }));
    const ownCheckpoint = (runId: string) => checkpointOf(studyId, runId);
    return { client, trainer: createStudyTrainer(client, environmentOf(status), ownCheckpoint) };
  } catch (error) {
    client.dispose();
    throw error;
  }
}

/** A worker that has not paused after this long is replaced: many times the slowest step measured. */
const PAUSE_PATIENCE_MS = 30_000;
/** Workers that a run may use up before it has failed. */
const MOST_TRIES = 2;

export interface LastingTrainer extends StudyTrainer {
  /** Pauses whatever it trains. */
  pauseNow(): void;
  dispose(): void;
}

/**
 * A trainer whose worker is replaced when it breaks: the run goes on from its checkpoint, once. If
 * that breaks, too, the run has failed, and the next one gets another worker.
 */
export function createLastingTrainer(
  first: StudyWorker,
  { open, onLost }: { open: () => Promise<StudyWorker>; onLost: (error: unknown) => void },
): LastingTrainer {
  let worker: Promise<StudyWorker> = Promise.resolve(first);
  let isDisposed = false;
  let training: { readonly runId: string; step: number } | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;

  const dropWorker = () => void worker.then(({ client }) => client.dispose()).catch(() => {});

  function replaceWorker(): void {
    dropWorker();
    if (!isDisposed) worker = open();
    worker.catch(() => {}); // whoever asks next is told
  }

  /** A call that may be asked once more of another worker. */
  async function asked<Answer>(call: (trainer: StudyTrainer) => Promise<Answer>): Promise<Answer> {
    const { trainer } = await worker;
    try {
      return await call(trainer);
    } catch (error) {
      if (isDisposed || !isWorkerFault(error)) throw error;
      replaceWorker();
      return call((await worker).trainer);
    }
  }

  async function train(
    order: Parameters<StudyTrainer['train']>[0],
    report: (progress: TrainerReport) => void,
  ): Promise<TrainerEnd> {
    const current = { runId: order.runId, step: 0 };
    training = current;
    const hear = (progress: TrainerReport) => {
      current.step = progress.step;
      report(progress);
    };
    try {
      for (let tries = 1; ; tries++) {
        const opened = await worker.catch(onLost);
        if (!opened) break; // nothing is wrong with the run: it can go on
        const end = await attempt(opened.trainer.train(order, hear), tries);
        if (end) return end;
        if (isDisposed || patience !== undefined) break;
      }
      return { outcome: 'paused', step: current.step };
    } finally {
      training = undefined;
      clearTimeout(patience);
      patience = undefined;
    }
  }

  /** undefined where the worker broke and the run may be tried again, or was to be paused. */
  async function attempt(end: Promise<TrainerEnd>, tries: number): Promise<TrainerEnd | undefined> {
    try {
      return await end;
    } catch (error) {
      if (!isDisposed && !isWorkerFault(error)) throw error;
      replaceWorker();
      if (tries < MOST_TRIES || isDisposed || patience !== undefined) return undefined;
      throw error;
    }
  }

  async function pause(runId: string): Promise<void> {
    if (training?.runId === runId) patience ??= setTimeout(dropWorker, PAUSE_PATIENCE_MS);
    await (await worker).trainer.pause(runId);
  }

  return {
    environment: first.trainer.environment,
    datasetSha256: (choice) => asked((trainer) => trainer.datasetSha256(choice)),
    train,
    pause,
    // A worker that broke ends its run itself.
    pauseNow: () => void (training && pause(training.runId).catch(() => {})),
    lookAt: (run, views) => asked((trainer) => trainer.lookAt(run, views)),
    forget: (runId) => asked((trainer) => trainer.forget(runId)),
    dispose() {
      isDisposed = true;
      dropWorker();
    },
  };
}
