/**
 * Breaking points: the smallest strength at which each run's accuracy lies under the threshold. What
 * the curve has measured answers first; only the strengths that decide are asked in addition.
 */
import {
  breakingSearches,
  nextBreakingStep,
  type BreakingPoint,
  type BreakingSearch,
  type StrengthAnswer,
} from '../studies/robustness/breakingPoint.ts';
import { viewingAt, type SeverityCurve } from '../studies/robustness/severity.ts';
import { strengthText } from '../studies/robustness/words.ts';
import { getLab, type LabState } from './lab.ts';
import { showError } from './notices.ts';
import { patchCurve } from './robustnessCurves.ts';
import { axisOf } from './robustnessFigures.ts';
import { surveyInLine } from './robustnessLine.ts';
import { runsTakingPart } from './robustnessRuns.ts';
import { measuredOf } from './robustnessTallies.ts';
import type { CurvePoint, CurveView } from './robustnessView.ts';

export type { BreakingPoint };
export { breakingOrder, breakingSentence } from '../studies/robustness/words.ts';

export type Way = 'up' | 'down';

/** undefined in a direction in which there is nothing to turn. */
function searchOf(axis: SeverityCurve, way: Way, threshold: number): BreakingSearch | undefined {
  return breakingSearches(axis, threshold).find((search) => wayOf(search) === way);
}

const wayOf = ({ strengths }: BreakingSearch): Way =>
  strengths.at(-1)! > strengths[0]! ? 'up' : 'down';

function answersOf(curve: CurveView, runId: string): StrengthAnswer[] {
  return [...curve.points, ...curve.between].flatMap(({ strength, survey }) => {
    const tally = survey.byRun[runId];
    if (strength === null || !tally || !measuredOf(survey, runId)) return [];
    return [{ strength, accuracy: tally.right / tally.predictions.length }];
  });
}

/**
 * Where a run breaks in that direction; null where that is not known yet.
 *
 * @param way from none to higher strengths, or to lower ones
 */
export function breakingPointOf(
  { robustness }: Pick<LabState, 'robustness'>,
  curve: CurveView,
  runId: string,
  way: Way,
): BreakingPoint | null {
  const axis = axisOf(curve);
  const search = axis && searchOf(axis, way, robustness.threshold);
  const step = search && nextBreakingStep(search, answersOf(curve, runId));
  return step?.kind === 'found' ? step.point : null;
}

/** The directions in which a curve has strengths. */
export function waysOf(curve: CurveView): Way[] {
  const axis = axisOf(curve);
  return axis ? breakingSearches(axis, 0).map(wayOf) : [];
}

const searching = new Map<string, AbortController>();

/** Asks for what the breaking points of all runs need, at the threshold as it is now. Never rejects. */
export async function findBreakingPoints(key: string): Promise<void> {
  stopBreaking(key);
  const abort = new AbortController();
  searching.set(key, abort);
  patchCurve(key, () => ({ isBreaking: true }));
  try {
    await searchAll(key, abort.signal);
  } catch (error) {
    showError(error);
  }
  if (searching.get(key) !== abort) return;
  searching.delete(key);
  patchCurve(key, () => ({ isBreaking: false }));
}

export function stopBreaking(key: string): void {
  searching.get(key)?.abort();
  searching.delete(key);
  patchCurve(key, () => ({ isBreaking: false }));
}

export const stopAllBreaking = (): void => [...searching.keys()].forEach(stopBreaking);

async function searchAll(key: string, signal: AbortSignal): Promise<void> {
  const { threshold } = getLab().robustness;
  /** A strength that was asked is not asked again, whatever came of it. */
  const tried = new Set<string>();
  for (;;) {
    const curve = getLab().robustness.curves[key];
    if (!curve || curve.choice.kind !== 'severity' || signal.aborted) return;
    const next = nextStrength(curve, threshold, tried);
    if (!next) return;
    const { strength, runIds } = next;
    for (const id of runIds) tried.add(`${id} ${strength}`);
    const runs = runsTakingPart(getLab()).filter(({ id }) => runIds.includes(id));
    const viewing = viewingAt(curve.base, curve.choice.knob, strength);
    const before = pointAt(curve, strength)?.survey ?? null;
    const survey = await surveyInLine({ runs, viewing, show: () => undefined }, signal);
    // What other runs answered at this strength stays beside it.
    const byRun = { ...before?.byRun, ...survey.byRun };
    if (!signal.aborted)
      patchCurve(key, (now) => withStrength(now, strength, { ...survey, byRun }));
  }
}

/** The next strength of the first run that needs one, and all runs that need the same. */
function nextStrength(
  curve: CurveView,
  threshold: number,
  tried: ReadonlySet<string>,
): { strength: number; runIds: readonly string[] } | null {
  const axis = axisOf(curve);
  if (!axis) return null;
  const wanted = runsTakingPart(getLab()).flatMap(({ id }) =>
    breakingSearches(axis, threshold).flatMap((search) => {
      const step = nextBreakingStep(search, answersOf(curve, id));
      if (step.kind !== 'ask' || tried.has(`${id} ${step.strength}`)) return [];
      return [{ id, strength: step.strength }];
    }),
  );
  const [first] = wanted;
  if (!first) return null;
  const same = wanted.filter(({ strength }) => strength === first.strength);
  return { strength: first.strength, runIds: same.map(({ id }) => id) };
}

const pointAt = (curve: CurveView, strength: number): CurvePoint | undefined =>
  [...curve.points, ...curve.between].find((point) => point.strength === strength);

function withStrength(
  curve: CurveView,
  strength: number,
  survey: CurvePoint['survey'],
): Partial<CurveView> {
  const put = (points: readonly CurvePoint[]) =>
    points.map((point) => (point.strength === strength ? { ...point, survey } : point));
  if (curve.points.some((point) => point.strength === strength))
    return { points: put(curve.points) };
  if (pointAt(curve, strength)) return { between: put(curve.between) };
  const label = strengthText(axisOf(curve)!, strength);
  const between = [...curve.between, { label, strength, survey }];
  return { between: between.sort((a, b) => a.strength! - b.strength!) };
}
