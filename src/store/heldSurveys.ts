/** An engine for tests whose surveys and searches must be let happen, or which answers them by a rule. */
import type { Engine } from '../engine/engine.ts';
import type {
  AskedRun,
  SearchEnd,
  SearchOrder,
  SearchReport,
  SurveyEnd,
  SurveyOrder,
  SurveyPart,
} from '../engine/survey.ts';
import type { Viewing } from '../training/viewing.ts';
import { createScriptedEngine, type ScriptedEngine } from './scriptedEngine.ts';

/** The test set: ten images of class 1. */
export const surveyLabels = new Uint8Array(10).fill(1);
const indices = Int32Array.from({ length: 10 }, (_, place) => 9 - place);

/** Ten predictions of which the first `right` are right. */
export const predictionsWith = (right: number): Uint8Array =>
  Uint8Array.from({ length: 10 }, (_, image) => Number(image < right));

interface HeldSurvey {
  readonly order: SurveyOrder;
  /** Predictions for the images from `begin` on. */
  part(runId: string, begin: number, predictions: Uint8Array): void;
  refuse(runId: string, reason: string): void;
  finish(): void;
  fail(error: Error): void;
}

interface HeldSearch {
  readonly order: SearchOrder;
  readonly report: (progress: SearchReport) => void;
  finish(end: SearchEnd): void;
  fail(error: Error): void;
}

export interface HeldSurveys extends ScriptedEngine {
  readonly surveys: HeldSurvey[];
  readonly searches: HeldSearch[];
  readonly stopped: string[];
  /** How many of ten images a run gets right under a viewing: surveys are answered at once. */
  answerBy(rule: (run: AskedRun, viewing: Viewing) => number): void;
}

export function createHeldSurveys(): HeldSurveys {
  const surveys: HeldSurvey[] = [];
  const searches: HeldSearch[] = [];
  const stopped: string[] = [];
  const stops = new Map<string, () => void>();
  let rule: ((run: AskedRun, viewing: Viewing) => number) | null = null;

  const survey: Engine['survey'] = (order, report) =>
    new Promise<SurveyEnd>((resolve, reject) => {
      const { surveyId } = order;
      const tell = (part: SurveyPart) => report(part);
      const end = (outcome: SurveyEnd['outcome']) =>
        resolve({ outcome, indices, labels: surveyLabels });
      const held: HeldSurvey = {
        order,
        part(runId, begin, predictions) {
          const labels = surveyLabels.subarray(begin, begin + predictions.length);
          tell({ surveyId, runId, begin, predictions, labels });
        },
        refuse: (runId, reason) => tell({ surveyId, runId, reason }),
        finish: () => end('finished'),
        fail: reject,
      };
      surveys.push(held);
      stops.set(surveyId, () => end('stopped'));
      if (!rule) return;
      for (const run of order.runs)
        held.part(run.runId, 0, predictionsWith(rule(run, order.viewing)));
      held.finish();
    });

  const findGeometry: Engine['findGeometry'] = (order, report) =>
    new Promise<SearchEnd>((resolve, reject) => {
      searches.push({ order, report, finish: resolve, fail: reject });
      const best = { values: [0], entropy: 2, stage: 'coarse' } as const;
      const found = { changes: [], sensor: null };
      stops.set(order.searchId, () => resolve({ outcome: 'stopped', best, rival: null, found }));
    });

  return {
    ...createScriptedEngine(),
    surveys,
    searches,
    stopped,
    survey,
    findGeometry,
    stopAsking: async (id) => {
      stopped.push(id);
      stops.get(id)?.();
    },
    answerBy: (next) => void (rule = next),
  };
}
