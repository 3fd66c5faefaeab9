/** An engine for tests that trains nothing: every step must be let happen. */
import type { SystemChoice } from '../core/system.ts';
import type {
  BackendChoice,
  DatasetCard,
  EngineStatus,
  OpenOptions,
  Progress,
  RunEnd,
  TrainOrder,
} from '../engine/engine.ts';
import type {
  AskedRun,
  SearchEnd,
  SearchOrder,
  SearchPoint,
  SurveyEnd,
  SurveyOrder,
  SurveyPart,
} from '../engine/survey.ts';
import type { ProbeAnswer } from '../probes/probe.ts';
import { completeFinal } from '../training/result.ts';
import type { EngineClient } from './engines.ts';

const images = { count: 2, images: new Uint8Array(2 * 4), labels: Uint8Array.from([0, 1]) };
export const scriptedCard: DatasetCard = {
  id: 'typefaces',
  label: 'Typefaces',
  height: 2,
  width: 2,
  channels: 1,
  classNames: ['0', '1'],
  trainCount: 10_000,
  testCount: 2000,
  source: 'the test',
  licence: 'none',
  sha256: 'ab'.repeat(32),
  samples: images,
  testImages: images,
};

/** One signed map over the card's 2 × 2 images. */
export const scriptedAnswer: ProbeAnswer = {
  method: 'as the test says',
  groups: [
    {
      label: 'Evidence',
      signed: true,
      maps: [{ label: '0', height: 2, width: 2, values: Float32Array.from([0, 1, -1, 0]) }],
      total: 1,
    },
  ],
};

const status: EngineStatus = {
  backend: 'wasm',
  label: 'WASM · 2 threads',
  threads: 2,
  adapter: null,
  passedOver: [],
  selfCheckError: 1e-6,
};

export interface ScriptedEngine extends EngineClient {
  /** What was asked of it, in order. */
  readonly orders: TrainOrder[];
  readonly forgotten: string[];
  /** Reports the step and a point of history for it; and that checkpoints are not stored. */
  advance(step: number, unkept?: string): void;
  finish(): void;
  diverge(reason: string): void;
  /** Fails as a worker does that died, or as an engine that refuses. */
  fail(error: Error): void;
  readonly isDisposed: boolean;
  readonly isTraining: boolean;
  /** With what it was opened last. */
  readonly opened: OpenOptions | undefined;
}

export function createScriptedEngine(): ScriptedEngine {
  let step = 0;
  let current: { order: TrainOrder; report: (progress: Progress) => void } | undefined;
  let resolve: (end: RunEnd) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const steps = new Map<string, number>();

  function end(value: RunEnd): void {
    if (current) steps.set(current.order.runId, value.step);
    current = undefined;
    resolve(value);
  }
  const engine = {
    orders: [] as TrainOrder[],
    forgotten: [] as string[],
    isDisposed: false,
    get isTraining() {
      return current !== undefined;
    },
    opened: undefined as OpenOptions | undefined,
    open: async (_: BackendChoice, options?: OpenOptions) => {
      engine.opened = options;
      return status;
    },
    inspectDataset: async () => scriptedCard,
    train(order: TrainOrder, report: (progress: Progress) => void): Promise<RunEnd> {
      engine.orders.push(order);
      step = steps.get(order.runId) ?? 0;
      current = { order, report };
      const ending = new Promise<RunEnd>((onEnd, onFailure) => {
        resolve = onEnd;
        reject = onFailure;
      });
      if (order.untilStep === step + 1) engine.advance(order.untilStep);
      if (order.untilStep === step && order.untilStep < order.spec.steps) {
        end({ outcome: 'paused', step });
      }
      return ending;
    },
    pause: async () => end({ outcome: 'paused', step }),
    predict: async () => Float32Array.from([0.25, 0.75]),
    probe: async () => scriptedAnswer,
    predictViewed: async (runs: readonly AskedRun[]) =>
      runs.map(({ runId }) => ({ runId, probabilities: Float32Array.from([0.25, 0.75]) })),
    async survey(order: SurveyOrder, report: (part: SurveyPart) => void): Promise<SurveyEnd> {
      const { surveyId, runs } = order;
      const { labels } = images;
      const predictions = Uint8Array.from([1, 1]);
      for (const { runId } of runs) report({ surveyId, runId, begin: 0, predictions, labels });
      return { outcome: 'finished', indices: Int32Array.from([0, 1]), labels };
    },
    async findGeometry({ sought }: SearchOrder): Promise<SearchEnd> {
      const values = sought.unknowns.map(({ from, to }) => (from + to) / 2);
      const best: SearchPoint = { values, entropy: 0.1, stage: 'fine' };
      return { outcome: 'finished', best, rival: null, found: { changes: [], sensor: null } };
    },
    stopAsking: async () => {},
    predictTestSet: async () => ({ labels: images.labels, predictions: Uint8Array.from([1, 1]) }),
    testImages: async (_: SystemChoice, indices: readonly number[]) =>
      new Uint8Array(indices.length * 4),
    forget: async (runId: string) => void engine.forgotten.push(runId),
    countTensors: async () => 0,
    dispose: () => void (engine.isDisposed = true),
    advance(to: number, unkept?: string): void {
      step = to;
      const { runId } = current!.order;
      const test = { testLoss: 1, testAccuracy: 0.5, testClassAccuracy: [0, 1] };
      const validation = { validationLoss: null, validationAccuracy: null };
      const point = { step, trainLoss: 1, trainAccuracy: 0.5, ...test, ...validation };
      const predictions = Uint8Array.from([1, 1]);
      const report = { runId, step, stepsPerSecond: 20, points: [point], predictions };
      current!.report(unkept === undefined ? report : { ...report, unkept });
    },
    finish(): void {
      const scores = { testAccuracy: 0.9, testLoss: 0.3, testCount: 2000, trainedMs: 5000 };
      const weights = { parameterCount: 1000, weightsSha256: 'cd'.repeat(32) };
      const final = completeFinal({ ...scores, ...weights });
      end({ outcome: 'finished', step: current!.order.untilStep, final });
    },
    diverge: (reason: string) => end({ outcome: 'diverged', step, reason }),
    fail: (error: Error) => {
      current = undefined;
      reject(error);
    },
  };
  return engine;
}
