/**
 * The page's side of the worker: the Engine over comlink. A worker that dies answers nothing, so
 * calls in flight are rejected by hand when it fails or is disposed of.
 */
import { proxy, wrap, type Remote } from 'comlink';
import { LabError } from '../core/errors.ts';
import type { Engine, RunEnd } from './engine.ts';
import type { SearchEnd, SurveyEnd } from './survey.ts';

export interface EngineClient extends Engine {
  /** Ends the worker at once; calls in flight reject. */
  dispose(): void;
}

/** @param onFault the worker broke: this client answers nothing any more */
export function createEngineClient(
  createWorker: () => Worker,
  onFault: () => void = () => {},
): EngineClient {
  const worker = createWorker();
  const remote: Remote<Engine> = wrap<Engine>(worker);
  let fail: (reason: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {}); // raced by every call; nobody may be waiting when it happens
  worker.addEventListener('error', (event) => {
    fail(workerFault(event.message));
    onFault();
  });

  /** The answer, or the worker's death, whichever comes first. */
  const orFailure = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, failure]);
  const heard = <Report>(report: (each: Report) => void) => proxy((each: Report) => report(each));

  return {
    open: (choice, options) => orFailure(remote.open(choice, options)),
    inspectDataset: (choice, seed) => orFailure(remote.inspectDataset(choice, seed)),
    train: (order, report) => orFailure(remote.train(order, heard(report)) as Promise<RunEnd>),
    pause: (runId) => orFailure(remote.pause(runId)),
    predict: (runId, spec, images, count) => orFailure(remote.predict(runId, spec, images, count)),
    probe: (runId, spec, probe, image) => orFailure(remote.probe(runId, spec, probe, image)),
    predictViewed: (runs, viewing, images) =>
      orFailure(remote.predictViewed(runs, viewing, images)),
    survey: (order, report) => orFailure(remote.survey(order, heard(report)) as Promise<SurveyEnd>),
    findGeometry: (order, report) =>
      orFailure(remote.findGeometry(order, heard(report)) as Promise<SearchEnd>),
    stopAsking: (id) => orFailure(remote.stopAsking(id)),
    predictTestSet: (runId, spec) => orFailure(remote.predictTestSet(runId, spec)),
    testImages: (choice, indices) => orFailure(remote.testImages(choice, indices)),
    forget: (runId) => orFailure(remote.forget(runId)),
    countTensors: () => orFailure(remote.countTensors()),
    dispose() {
      worker.terminate();
      fail(workerEnded());
    },
  };
}

function workerEnded(): LabError {
  return new LabError('worker-ended', {
    found: 'that the worker was ended before it answered',
    expected: 'an answer',
    fix: 'try again: a new worker takes its place',
  });
}

/** A worker whose script is missing (an old page after a new version) fails without a message. */
function workerFault(message: string | undefined): Error {
  if (message) return new Error(`the worker failed: ${message}`);
  return new LabError('worker-missing', {
    found: "that the lab's worker could not be loaded",
    expected: 'the script that belongs to this page',
    fix: 'reload the page: there is probably a newer version',
  });
}
