/** What the measurements say: scores with intervals, what is lost first, and corruption errors. */
import {
  corruptionErrors,
  runErrors,
  type CorruptionErrors,
} from '../studies/robustness/corruptionError.ts';
import { classDrops, flipsAlong, type ClassDrop, type Flip } from '../studies/robustness/flips.ts';
import { severityCurve, type SeverityCurve } from '../studies/robustness/severity.ts';
import {
  comparePaired,
  scoreOf,
  tallyOf,
  type PairedComparison,
  type Score,
  type Tally,
} from '../studies/robustness/tally.ts';
import { baselineOf, runsTakingPart } from './robustnessRuns.ts';
import { measuredOf } from './robustnessTallies.ts';
import type { LabState } from './lab.ts';
import type { CurveView, SurveyView } from './robustnessView.ts';

export type { ClassDrop, CorruptionErrors, Flip, PairedComparison, Score };
export {
  corruptionGaps,
  corruptionSentence,
  pairSentence,
  scoreText,
  strengthText,
  twoModelsCaution,
} from '../studies/robustness/words.ts';

/** A run on one viewing, as far as it has come; null where nothing is known. */
export interface RunScore extends Score {
  readonly isStale: boolean;
  /** Is it about all images that were asked for? */
  readonly isWhole: boolean;
}

export function scoreOfRun(survey: SurveyView | null, runId: string): RunScore | null {
  const tally = survey?.byRun[runId];
  if (!survey || !tally || tally.reason !== null) return null;
  const total = tally.predictions.length;
  const score = scoreOf({ right: [tally.right], total: [total] });
  return score && { ...score, isStale: tally.isStale, isWhole: total === survey.images };
}

/** Why a run has no score; null where it has, or will have, one. */
export const reasonOfRun = (survey: SurveyView | null, runId: string): string | null =>
  survey?.byRun[runId]?.reason ?? survey?.reason ?? null;

/** By class; null before the survey's end. */
export function tallyOfRun(survey: SurveyView, runId: string): Tally | null {
  const measured = measuredOf(survey, runId);
  if (!measured) return null;
  const { predictions, labels } = measured;
  return tallyOf(predictions, labels, 1 + labels.reduce((most, label) => Math.max(most, label), 0));
}

/** The axis of a severity curve; null for a suite. */
export function axisOf(curve: CurveView): SeverityCurve | null {
  return curve.choice.kind === 'severity' ? severityCurve(curve.base, curve.choice.knob) : null;
}

/** The point at which nothing is changed; for a suite the first. */
export function cleanPoint(curve: CurveView): number {
  const axis = axisOf(curve);
  return axis ? curve.points.findIndex(({ strength }) => strength === axis.none) : 0;
}

/** What each class loses at a point, the greatest loss first; null while either is not measured. */
export function classDropsAt(curve: CurveView, runId: string, point: number): ClassDrop[] | null {
  const clean = curve.points[cleanPoint(curve)];
  const bent = curve.points[point];
  const before = clean && tallyOfRun(clean.survey, runId);
  const after = bent && tallyOfRun(bent.survey, runId);
  return before && after ? classDrops(before, after) : null;
}

export interface NumberedFlip extends Flip {
  /** The image's number in the test set. */
  readonly number: number;
}

/** Images that a run loses first, from none outwards; over what is measured without a gap. */
export function flipsOf(curve: CurveView, runId: string, way: 'up' | 'down'): NumberedFlip[] {
  const none = cleanPoint(curve);
  if (none < 0 || curve.choice.kind !== 'severity') return [];
  const outwards =
    way === 'up' ? curve.points.slice(none) : curve.points.slice(0, none + 1).toReversed();
  const measured = outwards.map(({ strength, survey }) => {
    const found = measuredOf(survey, runId);
    return found && { strength: strength!, ...found };
  });
  const gap = measured.indexOf(undefined);
  const levels = (gap < 0 ? measured : measured.slice(0, gap)).flatMap((each) => each ?? []);
  const [first] = levels;
  if (!first) return [];
  return flipsAlong(levels, first.labels).map((flip) => ({
    ...flip,
    number: first.indices[flip.image]!,
  }));
}

/** Of a suite, against the baseline; null where that has nothing to measure by. */
export function corruptionErrorsOf(state: LabState, curve: CurveView): CorruptionErrors | null {
  const baseline = baselineOf(state);
  if (curve.choice.kind !== 'suite' || !baseline) return null;
  const [clean, ...corrupted] = curve.points;
  const errors = runsTakingPart(state).map(({ id, status }) => {
    const tallies = corrupted.map(({ survey }) => tallyOfRun(survey, id));
    const found = runErrors(id, clean ? tallyOfRun(clean.survey, id) : null, tallies);
    return { ...found, diverged: found.diverged || status === 'diverged' };
  });
  return corruptionErrors(errors, baseline.id);
}

/** Who is right on which images of a viewing; null before both are whole. */
export function pairOf(survey: SurveyView, first: string, second: string): PairedComparison | null {
  const a = measuredOf(survey, first);
  const b = measuredOf(survey, second);
  return a && b ? comparePaired(a.predictions, b.predictions, a.labels) : null;
}

/** Runs that take part and are not measured at every point: measuring again asks those alone. */
export function missingRuns(state: LabState, curve: CurveView): string[] {
  const isMissing = (id: string) =>
    curve.points.some(
      ({ survey }) =>
        survey.phase !== 'failed' && reasonOfRun(survey, id) === null && !measuredOf(survey, id),
    );
  return runsTakingPart(state)
    .map(({ id }) => id)
    .filter(isMissing);
}
