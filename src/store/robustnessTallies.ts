/** What runs make of one viewing of the test set, as it comes in piece by piece. */
import type { SurveyPart } from '../engine/survey.ts';
import type { RunRecord } from '../training/result.ts';
import type { Viewing } from '../training/viewing.ts';
import type { SurveyTally, SurveyView } from './robustnessView.ts';

/** What a run made of the whole test set. */
export interface Measured {
  /** [images] in the survey's order. */
  readonly predictions: Uint8Array;
  readonly labels: Uint8Array;
  readonly indices: Int32Array;
}

interface Beginning {
  readonly viewing: Viewing;
  readonly runs: readonly Pick<RunRecord, 'id' | 'step'>[];
  readonly images: number | null;
  /** What is known of a run already. */
  knownOf(runId: string): Measured | undefined;
  /** The survey before: its figures stay, marked, until the first of this one are in. */
  readonly before: SurveyView | null;
}

export function beginSurvey({ viewing, runs, images, knownOf, before }: Beginning): SurveyView {
  const known = runs.map(({ id }) => knownOf(id)).find((each) => each !== undefined);
  const tallies = runs.flatMap(({ id, step }): [string, SurveyTally][] => {
    const measured = knownOf(id);
    const earlier = before?.byRun[id];
    if (measured) return [[id, wholeTally(measured, step)]];
    return earlier && earlier.reason === null ? [[id, { ...earlier, isStale: true }]] : [];
  });
  return {
    viewing,
    phase: 'running',
    images: known?.labels.length ?? images,
    labels: known?.labels ?? null,
    indices: known?.indices ?? null,
    byRun: Object.fromEntries(tallies),
    reason: null,
  };
}

const wholeTally = ({ predictions, labels }: Measured, step: number): SurveyTally => ({
  predictions,
  right: countRight(predictions, labels),
  step,
  isStale: false,
  reason: null,
});

/** @param step of the run whose weights answer */
export function withPart(survey: SurveyView, part: SurveyPart, step: number): SurveyView {
  const before = survey.byRun[part.runId];
  if ('reason' in part) {
    const nothing = { predictions: new Uint8Array(0), right: 0, step, isStale: false };
    return withTally(survey, part.runId, { ...nothing, reason: part.reason });
  }
  const { begin, predictions, labels } = part;
  const earlier = before && !before.isStale && begin > 0 ? before : null;
  const right = (earlier?.right ?? 0) + countRight(predictions, labels);
  const all = grown(earlier?.predictions, begin, predictions);
  const tally = { predictions: all, right, step, isStale: false, reason: null };
  const isNews = (survey.labels?.length ?? 0) < begin + labels.length;
  const seen = isNews ? grown(survey.labels ?? undefined, begin, labels) : survey.labels;
  return withTally({ ...survey, labels: seen }, part.runId, tally);
}

const withTally = (survey: SurveyView, runId: string, tally: SurveyTally): SurveyView => ({
  ...survey,
  byRun: { ...survey.byRun, [runId]: tally },
});

/** What came first, and the part from its place on. */
function grown(before: Uint8Array | undefined, begin: number, part: Uint8Array): Uint8Array {
  const all = new Uint8Array(begin + part.length);
  if (before) all.set(before.subarray(0, begin));
  all.set(part, begin);
  return all;
}

function countRight(predictions: Uint8Array, labels: Uint8Array): number {
  return labels.reduce((sum, label, image) => sum + Number(predictions[image] === label), 0);
}

/** What the survey found out about a run, where it came to its end. */
export function measuredOf(survey: SurveyView, runId: string): Measured | undefined {
  const tally = survey.byRun[runId];
  const { labels, indices } = survey;
  if (!tally || !labels || !indices || tally.isStale || tally.reason !== null) return undefined;
  if (tally.predictions.length !== indices.length || labels.length !== indices.length)
    return undefined;
  return { predictions: tally.predictions, labels, indices };
}

/** Without the runs that are gone; the same object where none is. */
export function withoutRuns(survey: SurveyView, runIds: readonly string[]): SurveyView {
  if (!runIds.some((id) => id in survey.byRun)) return survey;
  const left = Object.entries(survey.byRun).filter(([id]) => !runIds.includes(id));
  return { ...survey, byRun: Object.fromEntries(left) };
}
