/**
 * Surveys of the test set, one at a time. One that follows the sliders goes before those that are
 * measured for a curve: it interrupts them, and they take up again once the sliders rest.
 */
import { codeOf } from '../core/errors.ts';
import type { SurveyPart } from '../engine/survey.ts';
import type { RunRecord } from '../training/result.ts';
import type { Viewing } from '../training/viewing.ts';
import type { EngineClient } from './engines.ts';
import { proberReady } from './engineStatus.ts';
import { cardKey } from './datasetCards.ts';
import { explain } from './explain.ts';
import { createGatherer } from './gatherer.ts';
import { getLab } from './lab.ts';
import { keepMeasurement, knownMeasurement } from './robustnessMeasured.ts';
import { beginSurvey, measuredOf, withPart } from './robustnessTallies.ts';
import type { SurveyView } from './robustnessView.ts';

export interface SurveyJob {
  /** How it stands when nothing more comes. Never rejects. */
  readonly ended: Promise<SurveyView>;
  stop(): void;
}

export interface SurveyRequest {
  readonly runs: readonly RunRecord[];
  readonly viewing: Viewing;
  readonly before?: SurveyView | null;
  show(survey: SurveyView): void;
}

let asked = 0;

/** Asks at once. What is known already is not asked again. */
export function startSurvey({ runs, viewing, before = null, show }: SurveyRequest): SurveyJob {
  const surveyId = `survey-${++asked}`;
  const stepOf = new Map(runs.map(({ id, step }) => [id, step]));
  const knownOf = (id: string) => {
    const run = runs.find((each) => each.id === id);
    return run && knownMeasurement(run, viewing);
  };
  let client: EngineClient | null = null;
  let isStopped = false;
  let survey = beginSurvey({ viewing, runs, images: testCountOf(runs), knownOf, before });
  const update = (next: SurveyView) => show((survey = next));
  update(survey);

  const parts = createGatherer<SurveyPart>((held) => {
    if (isStopped) return;
    update(held.reduce((all, part) => withPart(all, part, stepOf.get(part.runId) ?? 0), survey));
  });
  async function ask(): Promise<SurveyView['phase']> {
    const unknown = runs.filter(({ id }) => !knownOf(id));
    if (unknown.length === 0) return 'finished';
    client = await proberReady();
    if (isStopped) return 'stopped';
    const end = await client.survey(
      {
        surveyId,
        runs: unknown.map(({ id, spec }) => ({ runId: id, spec })),
        viewing,
        images: Number.MAX_SAFE_INTEGER,
      },
      parts.add,
    );
    parts.passOn();
    if (isStopped || end.outcome === 'stopped') return 'stopped';
    update({ ...survey, labels: end.labels, indices: end.indices, images: end.labels.length });
    for (const run of unknown) {
      const measured = measuredOf(survey, run.id);
      if (measured) keepMeasurement(run, viewing, measured);
    }
    return 'finished';
  }
  const ended = ask().then(
    (phase) => ({ phase, reason: null }),
    // Ended from here because the backend changed: nothing went wrong.
    (error: unknown) =>
      codeOf(error) === 'worker-ended'
        ? { phase: 'stopped' as const, reason: null }
        : { phase: 'failed' as const, reason: explain(error) },
  );
  return {
    ended: ended.then((end) => {
      update({ ...survey, ...end });
      return survey;
    }),
    stop() {
      if (isStopped) return;
      isStopped = true;
      client?.stopAsking(surveyId).catch(() => undefined); // it ends, or its worker has ended
    },
  };
}

function testCountOf([run]: readonly RunRecord[]): number | null {
  if (!run) return null;
  const card = getLab().cards[cardKey(run.spec.dataset, run.spec.seed)];
  return card?.phase === 'ready' ? card.card.testCount : null;
}

/** Under way for a curve. */
let current: { readonly job: SurveyJob; isInterrupted: boolean } | null = null;
let live = 0;
let quiet: { readonly is: Promise<void>; readonly become: () => void } | null = null;

/** The sliders move: what is measured for curves waits until `endLive` was called as often. */
export function beginLive(): void {
  live++;
  quiet ??= resolvable();
  if (!current) return;
  current.isInterrupted = true;
  current.job.stop();
}

export function endLive(): void {
  live--;
  if (live > 0) return;
  quiet?.become();
  quiet = null;
}

function resolvable() {
  let become = () => {};
  const is = new Promise<void>((resolve) => (become = resolve));
  return { is, become };
}

/** Waits for its turn, one after another. */
let last: Promise<unknown> = Promise.resolve();

/**
 * A survey whose turn comes after those before it, and again after it was interrupted.
 *
 * @param signal ends it; then it is `stopped`
 */
export function surveyInLine(request: SurveyRequest, signal: AbortSignal): Promise<SurveyView> {
  const turn = last.then(() => takeTurn(request, signal));
  last = turn;
  return turn;
}

async function takeTurn(request: SurveyRequest, signal: AbortSignal): Promise<SurveyView> {
  for (;;) {
    while (quiet && !signal.aborted) await Promise.race([quiet.is, aborted(signal)]);
    if (signal.aborted) return stoppedSurvey(request);
    const turn = { job: startSurvey(request), isInterrupted: false };
    current = turn;
    signal.addEventListener('abort', turn.job.stop);
    const survey = await turn.job.ended;
    signal.removeEventListener('abort', turn.job.stop);
    current = null;
    if (!turn.isInterrupted || signal.aborted || survey.phase !== 'stopped') return survey;
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

function stoppedSurvey({ viewing, before, runs, show }: SurveyRequest): SurveyView {
  const begun = beginSurvey({
    viewing,
    runs,
    images: testCountOf(runs),
    knownOf: (id) => {
      const run = runs.find((each) => each.id === id);
      return run && knownMeasurement(run, viewing);
    },
    before: before ?? null,
  });
  const survey: SurveyView = { ...begun, phase: 'stopped' };
  show(survey);
  return survey;
}
