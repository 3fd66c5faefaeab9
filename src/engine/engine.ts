/**
 * What the page may ask of a worker. The worker owns every tensor; only plain data and transferred
 * buffers cross this line. The same class runs in Node and in the tests, without a worker.
 *
 * Calls reject with a LabError for what a person can mend; how a run ended is a value.
 */
import type { SystemChoice } from '../core/system.ts';
import type { ProbeAnswer } from '../probes/probe.ts';
import type { HistoryPoint } from '../training/history.ts';
import type { FinalResult } from '../training/result.ts';
import type { RunSpec } from '../training/spec.ts';
import type { Viewing } from '../training/viewing.ts';
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

export const backendIds = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendId = (typeof backendIds)[number];
/** `auto` takes the first of the list that works and is not drawn in software. */
export type BackendChoice = BackendId | 'auto';

export interface EngineStatus {
  readonly backend: BackendId;
  /** As shown: `WASM · 2 threads`. */
  readonly label: string;
  /** 1 where the backend has no threads of its own. */
  readonly threads: number;
  /** The GPU adapter, or the vector instructions that are used; null where neither is known. */
  readonly adapter: string | null;
  /** Backends tried before this one, and why each was passed over. */
  readonly passedOver: readonly { readonly backend: BackendId; readonly reason: string }[];
  /** Largest relative error of the self-check's losses and gradients against known numbers. */
  readonly selfCheckError: number;
}

/** A dataset as the page shows it: a few pictures and figures, not the whole. */
export interface DatasetCard {
  readonly id: string;
  readonly label: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classNames: readonly string[];
  readonly trainCount: number;
  /** Images of each family of the training part, in the order in which the seed reserves them. */
  readonly familySizes?: readonly number[] | undefined;
  readonly testCount: number;
  readonly source: string;
  readonly licence: string;
  readonly sha256: string;
  /** The first training images of the seeded order: what the model will see, where none validate. */
  readonly samples: LabelledImages;
  /** The fixed test images (at most 500) that are scored during training. */
  readonly testImages: LabelledImages;
}

export interface LabelledImages {
  readonly count: number;
  /** uint8 [count, height, width, channels] */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** Of every test image, in the dataset's order; 255 predicted where an answer held a NaN. */
export interface TestPredictions {
  readonly labels: Uint8Array;
  readonly predictions: Uint8Array;
}

export interface TrainOrder {
  readonly runId: string;
  readonly spec: RunSpec;
  /** Trains up to this many steps taken; the spec's steps, or fewer for single steps. */
  readonly untilStep: number;
}

export interface Progress {
  readonly runId: string;
  readonly step: number;
  /** Measured over the last seconds, evaluation left out. */
  readonly stepsPerSecond: number;
  /** Points recorded since the report before; in a call's first report all that the run has. */
  readonly points: readonly HistoryPoint[];
  /** Predicted class of each of the fixed test images at the newest point; null when none is new. */
  readonly predictions: Uint8Array | null;
  /** For the person, once: why the run's checkpoints are not stored any more. */
  readonly unkept?: string;
}

/** How a call of `train` ended. Paused: at `untilStep`, or because it was asked to stop. */
export type RunEnd =
  | { readonly outcome: 'finished'; readonly step: number; readonly final: FinalResult }
  | { readonly outcome: 'paused'; readonly step: number }
  | { readonly outcome: 'diverged'; readonly step: number; readonly reason: string };

export interface OpenOptions {
  /** Threads at most, where the backend has threads; absent: as many as the machine has. */
  readonly threads?: number;
}

export interface Engine {
  /** Chooses and checks a backend; may be called again to change it. Rejects while a run trains: pause it first. */
  open(choice: BackendChoice, options?: OpenOptions): Promise<EngineStatus>;
  /** Loads (and keeps) a dataset; `seed` orders the samples as a run of that seed would see them. */
  inspectDataset(choice: SystemChoice, seed: number): Promise<DatasetCard>;
  /**
   * Continues the run from memory, else from its checkpoint, else from step 0, with reports several
   * times a second.
   */
  train(order: TrainOrder, report: (progress: Progress) => void): Promise<RunEnd>;
  /** Asks a training run to pause at its next step and to write a checkpoint; else does nothing. */
  pause(runId: string): Promise<void>;
  /**
   * Class probabilities [count, classes] for images [count, height, width, channels] in [0, 1], from
   * the run's weights in memory or its newest checkpoint. Rejects where neither exists.
   */
  predict(runId: string, spec: RunSpec, images: Float32Array, count: number): Promise<Float32Array>;
  /**
   * What a probe (probes/) finds in the run's weights about one image [height, width, channels] in
   * [0, 1]. Rejects where there are no weights, or where the model cannot be asked that.
   */
  probe(
    runId: string,
    spec: RunSpec,
    probe: SystemChoice,
    image: Float32Array,
  ): Promise<ProbeAnswer>;
  /** What each of several runs makes of the same images through a viewing: for sliders that move. */
  predictViewed(
    runs: readonly AskedRun[],
    viewing: Viewing,
    images: AskedImages,
  ): Promise<RunAnswer[]>;
  /** The test set through a viewing, for several runs, piece by piece, until it is stopped. */
  survey(order: SurveyOrder, report: (part: SurveyPart) => void): Promise<SurveyEnd>;
  /** The geometry under which a run is surest of unlabelled images. */
  findGeometry(order: SearchOrder, report: (progress: SearchReport) => void): Promise<SearchEnd>;
  /** Ends a survey or a search at its next piece; unknown ids do nothing. */
  stopAsking(id: string): Promise<void>;
  /** The run's predictions for the whole test set, for the confusion matrix. */
  predictTestSet(runId: string, spec: RunSpec): Promise<TestPredictions>;
  /** Images of the test set by number: uint8 [indices, height, width, channels]. */
  testImages(choice: SystemChoice, indices: readonly number[]): Promise<Uint8Array>;
  /** Frees the run's tensors and deletes its checkpoint; a run in training is paused first. */
  forget(runId: string): Promise<void>;
  /** Arrays on the device now, for the leak tests. */
  countTensors(): Promise<number>;
}
