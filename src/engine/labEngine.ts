/**
 * The engine: datasets, runs and a backend behind the contract of engine.ts. It knows nothing of
 * workers; the worker, Node and the tests each hand it their surroundings.
 */
import { LabError } from '../core/errors.ts';
import type { Kernels } from '../core/kernels.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Dataset, DatasetIo } from '../datasets/dataset.ts';
import type { ProbeAnswer } from '../probes/probe.ts';
import { softmaxRows } from '../training/answers.ts';
import type { CheckpointStore } from '../training/checkpoint.ts';
import { classifySet } from '../training/evaluation.ts';
import { finalResultOf } from '../training/finalResult.ts';
import { trainUntil } from '../training/loop.ts';
import { askProbe } from '../training/probing.ts';
import type { RunSpec } from '../training/spec.ts';
import type { Viewing } from '../training/viewing.ts';
import type { Backend } from './backends/backend.ts';
import { chooseBackend, type ChosenBackend } from './chooseBackend.ts';
import { cardOf, pickTestImages } from './datasetCard.ts';
import { createDatasetShelf, type DatasetShelf } from './datasetShelf.ts';
import type {
  BackendChoice,
  DatasetCard,
  Engine,
  EngineStatus,
  OpenOptions,
  Progress,
  RunEnd,
  TestPredictions,
  TrainOrder,
} from './engine.ts';
import type { Loan } from './predictor.ts';
import { createPredictors, type Predictors } from './predictors.ts';
import { searchRun } from './searches.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createStoppable, type Stoppable } from './stoppable.ts';
import type {
  AskedImages,
  AskedRun,
  RunAnswer,
  SearchEnd,
  SearchOrder,
  SearchReport,
  SurveyEnd,
  SurveyOrder,
  SurveyPart,
} from './survey.ts';
import { answerViewed, surveyRuns, type Asking } from './surveys.ts';
import { createTurns, type Turns } from './turns.ts';

export interface EngineSurroundings {
  readonly checkpoints: CheckpointStore;
  readonly datasetIo: DatasetIo;
  readonly now: () => number;
  /** Lets waiting messages in: ends this task. */
  readonly breathe: () => Promise<void>;
  readonly backends?: readonly Backend[];
  /** Threads at most, where the backend has threads. */
  readonly threads?: number;
}

export class LabEngine implements Engine {
  #chosen: ChosenBackend | undefined;
  #training: string | undefined;
  /** Settles when the run that is training has ended, however. */
  #ended: Promise<void> = Promise.resolve();
  readonly #pauses = new Set<string>();
  readonly #asking: Asking;
  readonly #sessions: Sessions;
  readonly #predictors: Predictors;
  readonly #datasets: DatasetShelf;
  /**
   * One after another: opening frees what predicting reads, forgetting frees what it has just read,
   * and TensorFlow.js knows one active backend.
   */
  readonly #turns: Turns;
  /** Surveys and searches under way. */
  readonly #stoppable: Stoppable;

  constructor(private readonly around: EngineSurroundings) {
    this.#datasets = createDatasetShelf(around.datasetIo);
    this.#turns = createTurns(around.breathe);
    this.#stoppable = createStoppable(this.#turns);
    const { checkpoints, now } = around;
    const kernels = () => this.#kernels();
    const dataset = (choice: SystemChoice) => this.#datasets.get(choice);
    this.#predictors = createPredictors({ kernels, checkpoints, now });
    this.#sessions = createSessions({ kernels, checkpoints, dataset });
    this.#asking = {
      kernels,
      dataset,
      lend: ({ runId, spec }, dataset, freshMs) => this.#lend(runId, spec, dataset, freshMs),
    };
  }

  async open(choice: BackendChoice, options: OpenOptions = {}): Promise<EngineStatus> {
    this.#expectIdle();
    return this.#turns.take(async () => {
      this.#expectIdle(); // a run may have begun while this waited
      this.#sessions.releaseAll();
      this.#predictors.releaseAll();
      this.#chosen = undefined; // whatever comes of it, the backend before is no longer the active one
      const { threads = this.around.threads } = options;
      const { backends } = this.around;
      this.#chosen = await chooseBackend(choice, threads ? { threads } : {}, backends);
      return this.#chosen.status;
    });
  }

  async inspectDataset(choice: SystemChoice, seed: number): Promise<DatasetCard> {
    return cardOf(await this.#datasets.get(choice), seed);
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
      await this.#turns.take(async () => {}); // a backend may still be opening
      const { run, ledger, dataset } = await this.#sessions.open(runId, spec);
      const work = { runId, run, spec, dataset, ledger };
      const end = await trainUntil(work, untilStep, {
        now: this.around.now,
        breathe: () => this.#breatheAndCheck(),
        isPauseAsked: () => this.#pauses.has(runId),
        report: (progress) => report({ runId, ...progress }),
        saveCheckpoint: (checkpoint) => this.around.checkpoints.write(checkpoint),
      });
      if (end.outcome === 'paused') return { outcome: 'paused', step: end.step };
      const breathe = () => this.#breatheAndCheck();
      const ended: RunEnd =
        end.outcome === 'diverged'
          ? end
          : {
              outcome: 'finished',
              step: end.step,
              final: await finalResultOf(work, breathe),
            };
      this.#sessions.release(runId); // it lives on in its checkpoint, if it has one
      return ended;
    } catch (error) {
      this.#sessions.release(runId); // what is in memory cannot be trusted; the checkpoint can
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
    return this.#turns.take(async () => {
      const dataset = await this.#datasets.get(spec.dataset);
      const source =
        this.#sessions.run(runId) ?? (await this.#predictors.get(runId, spec, dataset));
      const answers = Float32Array.from(await source.answer(images, count));
      softmaxRows(answers, answers.length / count);
      return answers;
    });
  }

  probe(
    runId: string,
    spec: RunSpec,
    choice: SystemChoice,
    image: Float32Array,
  ): Promise<ProbeAnswer> {
    return this.#withLoan(runId, spec, ({ model, parameters }, { classNames }, breathe) =>
      askProbe(choice, { kernels: this.#kernels(), model, parameters, classNames, breathe }, image),
    );
  }

  predictViewed(
    runs: readonly AskedRun[],
    viewing: Viewing,
    images: AskedImages,
  ): Promise<RunAnswer[]> {
    return this.#turns.take(() => answerViewed(this.#asking, runs, viewing, images));
  }

  survey(order: SurveyOrder, report: (part: SurveyPart) => void): Promise<SurveyEnd> {
    return this.#stoppable.take(order.surveyId, (interruptions) =>
      surveyRuns(this.#asking, order, interruptions, report),
    );
  }

  findGeometry(order: SearchOrder, report: (progress: SearchReport) => void): Promise<SearchEnd> {
    return this.#stoppable.take(order.searchId, (interruptions) =>
      searchRun(this.#asking, order, interruptions, report),
    );
  }

  async stopAsking(id: string): Promise<void> {
    this.#stoppable.stop(id);
  }

  predictTestSet(runId: string, spec: RunSpec): Promise<TestPredictions> {
    return this.#withLoan(runId, spec, async (loan, dataset, pass) => ({
      labels: dataset.test.labels.slice(),
      predictions: await classifySet(loan, dataset.test, pass),
    }));
  }

  async testImages(choice: SystemChoice, indices: readonly number[]): Promise<Uint8Array> {
    return pickTestImages(await this.#datasets.get(choice), indices);
  }

  async forget(runId: string): Promise<void> {
    if (this.#training === runId) {
      await this.pause(runId); // else it would go on without its arrays, and save itself again
      await this.#ended;
    }
    await this.#turns.take(async () => {
      this.#sessions.release(runId);
      this.#predictors.release(runId);
      await this.around.checkpoints.delete(runId);
    });
  }

  async countTensors(): Promise<number> {
    return this.#kernels().count();
  }

  #expectIdle(): void {
    if (!this.#training) return;
    throw new LabError('busy', {
      found: 'a run that is training',
      expected: 'no run in progress when the backend changes',
      fix: 'pause it first',
    });
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

  /** The run's weights of now; who takes the loan disposes of it. */
  async #lend(runId: string, spec: RunSpec, dataset: Dataset, freshMs?: number): Promise<Loan> {
    const weights =
      this.#sessions.run(runId) ?? (await this.#predictors.get(runId, spec, dataset, freshMs));
    return this.#predictors.lend(runId, weights);
  }

  /**
   * A long call on weights that stay the same: `pass` lets other calls in, and throws a LabError
   * where they ended the loan.
   */
  #withLoan<T>(
    runId: string,
    spec: RunSpec,
    task: (loan: Loan, dataset: Dataset, pass: () => Promise<void>) => Promise<T>,
  ): Promise<T> {
    return this.#turns.take(async (passTurn) => {
      const dataset = await this.#datasets.get(spec.dataset);
      const loan = await this.#lend(runId, spec, dataset, 0);
      const pass = async () => {
        await passTurn();
        loan.expectOpen();
      };
      try {
        return await task(loan, dataset, pass);
      } finally {
        loan.dispose();
      }
    });
  }
}
