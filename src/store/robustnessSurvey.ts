/**
 * The accuracy of every run on the whole test set as the sliders stand. Asked a moment after the last
 * move; the next move stops it, and what is on the screen is marked as stale until there is newer.
 */
import type { RunRecord } from '../training/result.ts';
import type { Viewing } from '../training/viewing.ts';
import { getLab, setLab } from './lab.ts';
import { beginLive, endLive, startSurvey, type SurveyJob } from './robustnessLine.ts';
import { knownMeasurement } from './robustnessMeasured.ts';
import type { SurveyTally, SurveyView } from './robustnessView.ts';

/** A person who still moves a slider is not interested in the figure on the way. */
const PAUSE_MS = 300;

let newest = 0;
let pause: ReturnType<typeof setTimeout> | undefined;
let job: SurveyJob | null = null;
/** Between the move and the end of what follows from it. */
let isLive = false;

/** Asks about this viewing soon, in place of whatever was asked before. */
export function surveySoon(runs: readonly RunRecord[], viewing: Viewing): void {
  stopSurvey();
  if (runs.length === 0) return setSurvey(null);
  setSurvey(staleSurvey(getLab().robustness.survey));
  enterLive();
  const isKnown = runs.every((run) => knownMeasurement(run, viewing));
  if (isKnown) void survey(runs, viewing);
  else pause = setTimeout(() => void survey(runs, viewing), PAUSE_MS);
}

/** What is there stays, as far as it came. */
export function stopSurvey(): void {
  newest++;
  clearTimeout(pause);
  job?.stop();
  job = null;
  leaveLive();
}

async function survey(runs: readonly RunRecord[], viewing: Viewing): Promise<void> {
  const own = newest;
  const before = getLab().robustness.survey;
  const show = (next: SurveyView) => {
    if (own === newest) setSurvey(next);
  };
  job = startSurvey({ runs, viewing, before, show });
  await job.ended;
  if (own !== newest) return;
  job = null;
  leaveLive();
}

function enterLive(): void {
  if (!isLive) beginLive();
  isLive = true;
}

function leaveLive(): void {
  if (isLive) endLive();
  isLive = false;
}

const setSurvey = (next: SurveyView | null): void =>
  setLab(({ robustness }) => ({ robustness: { ...robustness, survey: next } }));

function staleSurvey(before: SurveyView | null): SurveyView | null {
  if (!before) return null;
  const tallies = Object.entries(before.byRun).map(([id, tally]): [string, SurveyTally] => [
    id,
    { ...tally, isStale: true },
  ]);
  return { ...before, phase: 'stopped', byRun: Object.fromEntries(tallies) };
}
