/**
 * The engine: datasets, runs and a backend behind the contract of engine.ts. It knows nothing of
 * workers; the worker, Node and the tests each hand it their surroundings.
 */
import { LabError } from '../core/errors.ts';
import { sha256Of } from '../core/hash.ts';
import type { Kernels } from '../core/kernels.ts';
import { countParameters } from '../core/parameters.ts';
import { readOptions } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Dataset, DatasetIo } from '../datasets/dataset.ts';
import { findDataset } from '../datasets/index.ts';
import { softmaxRows } from '../training/answers.ts';
import {
  expectSameImages,
  type CheckpointStore,
  type NamedValues,
} from '../training/checkpoint.ts';
import { evaluateRun } from '../training/evaluation.ts';
import { emptyLedger, trainUntil, type Ledger } from '../training/loop.ts';
import { createRun, type Run } from '../training/run.ts';
import { canonicalText, expectEnoughImages } from '../training/specs.ts';
import type { FinalResult } from '../training/result.ts';
import type { RunSpec } from '../training/spec.ts';
import type { Backend } from './backends/backend.ts';
import { chooseBackend, type ChosenBackend } from './chooseBackend.ts';
import { cardOf } from './datasetCard.ts';
import type {
  BackendChoice,
  DatasetCard,
  Engine,
  EngineStatus,
  Progress,
  RunEnd,
  TrainOrder,
} from './engine.ts';
import { createPredictor, type Predictor } from './predictor.ts';

/** Datasets kept in memory; the least recently used goes first. */
const DATASETS_KEPT = 3;
/** A run that may still be training elsewhere has its checkpoint read again after this long. */
const CHECKPOINT_FRESH_MS = 3000;

export interface EngineSurroundings {
  readonly checkpoints: CheckpointStore;
  readonly datasetIo: DatasetIo;
  /** Reads chosen files into a dataset and keeps it, whole or not at all. */
  importDataset(files: readonly File[]): Promise<Dataset>;
  readonly now: () => number;
  /** Lets waiting messages in: ends this task. */
  readonly breathe: () => Promise<void>;
  readonly backends?: readonly Backend[];
  /** Threads at most, where the backend has threads. */
  readonly threads?: number;
}

/** A run in memory between two calls of `train`. */
interface Session {
  readonly run: Run;
  readonly ledger: Ledger;
  readonly dataset: Dataset;
  readonly specText: string;
}

export class LabEngine implements Engine {
  #chosen: ChosenBackend | undefined;
  #training: string | undefined;
  /** Settles when the run that is training has ended, however. */
  #ended: Promise<void> = Promise.resolve();
  /** Settles when the last of the calls that take turns is over. */
  #turn: Promise<void> = Promise.resolve();
  readonly #pauses = new Set<string>();
  readonly #sessions = new Map<string, Session>();
  readonly #predictors = new Map<string, Predictor>();
  readonly #datasets = new Map<string, Promise<Dataset>>();

  constructor(private readonly around: EngineSurroundings) {}

  open(choice: BackendChoice): Promise<EngineStatus> {
    return this.#inTurn(async () => {
      if (this.#training) throw busy();
      for (const runId of [...this.#sessions.keys()]) this.#release(runId);
      for (const runId of [...this.#predictors.keys()]) this.#releasePredictor(runId);
      this.#chosen = undefined; // whatever comes of it, the backend before is no longer the active one
      const { threads, backends } = this.around;
      this.#chosen = await chooseBackend(choice, threads ? { threads } : {}, backends);
      return this.#chosen.status;
    });
  }

  async inspectDataset(choice: SystemChoice, seed: number): Promise<DatasetCard> {
    return cardOf(await this.#dataset(choice), seed);
  }

  async importDataset(files: readonly File[]): Promise<DatasetCard> {
    const dataset = await this.around.importDataset(files);
    this.#keepDataset(JSON.stringify({ id: dataset.id, options: {} }), Promise.resolve(dataset));
    return cardOf(dataset, 0);
  }

  async train(
    { runId, spec, untilStep }: TrainOrder,
    report: (progress: Progress) => void,
  ): Promise<RunEnd> {
    if (this.#training) throw new Error(`run ${this.#training} is training; pause it first`);
    this.#training = runId;
    this.#pauses.delete(runId);
    let tellEnded = () => {};
    this.#ended = new Promise((resolve) => (tellEnded = resolve));
    try {
      await this.#turn; // a backend may still be opening
      const session = await this.#session(runId, spec);
      const { run, ledger, dataset } = session;
      const end = await trainUntil({ runId, run, spec, dataset, ledger }, untilStep, {
        now: this.around.now,
        breathe: () => this.#breatheAndCheck(),
        isPauseAsked: () => this.#pauses.has(runId),
        report: (progress) => report({ runId, ...progress }),
        saveCheckpoint: (checkpoint) => this.around.checkpoints.write(checkpoint),
      });
      if (end.outcome === 'paused') return { outcome: 'paused', step: end.step };
      const ended: RunEnd =
        end.outcome === 'diverged'
          ? end
          : { outcome: 'finished', step: end.step, final: await this.#finalScores(session) };
      this.#release(runId); // it lives on in its checkpoint, if it has one
      return ended;
    } catch (error) {
      this.#release(runId); // what is in memory cannot be trusted; the checkpoint can
      throw error;
    } finally {
      this.#training = undefined;
      tellEnded();
    }
  }

  async pause(runId: string): Promise<void> {
    if (this.#training === runId) this.#pauses.add(runId);
  }

  predict(
    runId: string,
    spec: RunSpec,
    images: Float32Array,
    count: number,
  ): Promise<Float32Array> {
    return this.#inTurn(async () => {
      const dataset = await this.#dataset(spec.dataset);
      const { run } = this.#sessions.get(runId) ?? {};
      const source = run ?? (await this.#predictor(runId, spec, dataset));
      const answers = Float32Array.from(await source.answer(images, count));
      softmaxRows(answers, answers.length / count);
      return answers;
    });
  }

  async forget(runId: string): Promise<void> {
    if (this.#training === runId) {
      await this.pause(runId); // else it would go on without its arrays, and save itself again
      await this.#ended;
    }
    await this.#inTurn(async () => {
      this.#release(runId);
      this.#releasePredictor(runId);
      await this.around.checkpoints.delete(runId);
    });
  }

  async countTensors(): Promise<number> {
    return this.#kernels().count();
  }

  /**
   * One after another: opening frees what predicting reads, forgetting frees what it has just read,
   * and TensorFlow.js knows one active backend.
   */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task);
    this.#turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  #kernels(): Kernels {
    if (!this.#chosen) throw new Error('the engine is not open; call open() first');
    return this.#chosen.backend.kernels;
  }

  /** A device that complained may have answered with zeros: nothing since the checkpoint counts. */
  async #breatheAndCheck(): Promise<void> {
    await this.around.breathe();
    const fault = this.#chosen?.backend.fault();
    if (!fault) return;
    throw new LabError('device-fault', {
      found: fault,
      expected: 'a device that answers',
      fix: 'resume from the last checkpoint, on another backend if it happens again',
    });
  }

  async #session(runId: string, spec: RunSpec): Promise<Session> {
    const specText = canonicalText(spec);
    const held = this.#sessions.get(runId);
    if (held?.specText === specText) return held;
    this.#release(runId);
    const dataset = await this.#dataset(spec.dataset);
    expectEnoughImages(spec, dataset);
    const saved = await this.around.checkpoints.read(runId);
    if (saved) expectSameImages(saved, dataset);
    const run = createRun(this.#kernels(), spec, dataset, saved);
    const { history, pending, trainedMs } = saved ?? emptyLedger();
    const session = { run, dataset, specText, ledger: { history, pending, trainedMs } };
    this.#sessions.set(runId, session);
    return session;
  }

  #release(runId: string): void {
    this.#sessions.get(runId)?.run.dispose();
    this.#sessions.delete(runId);
  }

  #releasePredictor(runId: string): void {
    this.#predictors.get(runId)?.dispose();
    this.#predictors.delete(runId);
  }

  async #finalScores({ run, dataset, ledger }: Session): Promise<FinalResult> {
    const all = Int32Array.from({ length: dataset.test.count }, (_, i) => i);
    const breathe = () => this.#breatheAndCheck();
    const { accuracy, loss } = await evaluateRun(run, dataset, dataset.test, all, breathe);
    const { parameters } = await run.save();
    return {
      testAccuracy: accuracy,
      testLoss: loss,
      testCount: dataset.test.count,
      parameterCount: countParameters(run.model.parameters),
      weightsSha256: await hashOf(parameters),
      trainedMs: ledger.trainedMs,
    };
  }

  async #predictor(runId: string, spec: RunSpec, dataset: Dataset): Promise<Predictor> {
    const held = this.#predictors.get(runId);
    const now = this.around.now();
    const mayHaveMoved = held && held.step < spec.steps && now - held.readAt > CHECKPOINT_FRESH_MS;
    if (held && !mayHaveMoved) return held;
    const checkpoint = await this.around.checkpoints.read(runId);
    if (!checkpoint) {
      throw new LabError('no-weights', {
        found: 'no weights of this run in this browser',
        expected: 'a run that was trained here',
        fix: 'train it again: its settings are still there',
      });
    }
    const predictor = createPredictor(this.#kernels(), { checkpoint, spec, dataset, now });
    this.#releasePredictor(runId);
    this.#predictors.set(runId, predictor);
    return predictor;
  }

  #dataset(choice: SystemChoice): Promise<Dataset> {
    const key = JSON.stringify({ id: choice.id, options: choice.options });
    const held = this.#datasets.get(key);
    if (held) return this.#keepDataset(key, held);
    const system = findDataset(choice.id);
    const options = readOptions(system.options, choice.options, system.label);
    const loading = system.load(options, this.around.datasetIo);
    loading.catch(() => this.#datasets.delete(key));
    return this.#keepDataset(key, loading);
  }

  #keepDataset(key: string, dataset: Promise<Dataset>): Promise<Dataset> {
    this.#datasets.delete(key);
    this.#datasets.set(key, dataset); // a map keeps the order of insertion: the newest is last
    const [oldest] = this.#datasets.keys();
    if (this.#datasets.size > DATASETS_KEPT && oldest) this.#datasets.delete(oldest);
    return dataset;
  }
}

function busy(): LabError {
  return new LabError('busy', {
    found: 'a run that is training',
    expected: 'no run in progress when the backend changes',
    fix: 'pause it first',
  });
}

/** Over all parameters in order, float32 little-endian (as every machine that runs this has it). */
function hashOf(parameters: readonly NamedValues[]): Promise<string> {
  return sha256Of(
    parameters.map(
      ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    ),
  );
}
