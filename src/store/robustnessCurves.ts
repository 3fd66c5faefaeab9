/**
 * Severity curves and suites: all runs on a list of viewings, one after another. What was measured is
 * kept, so measuring again asks only what is missing: a run more, a point that was stopped.
 */
import type { Viewing } from '../training/viewing.ts';
import { getLab, setLab } from './lab.ts';
import { announce, showError } from './notices.ts';
import { surveyInLine } from './robustnessLine.ts';
import { viewingKey } from '../training/viewingKey.ts';
import { curveKey, plan, type PlannedPoint } from './robustnessPlans.ts';
import { runsTakingPart } from './robustnessRuns.ts';
import type { CurveChoice, CurvePoint, CurveView, SurveyView } from './robustnessView.ts';

export { curveKey, isCurveStale } from './robustnessPlans.ts';
export { knobOf, knobsOf, optionOf, type Knob } from '../studies/robustness/severity.ts';
export { suiteIds, type CurveChoice, type CurveView, type SuiteId } from './robustnessView.ts';

/** Under way, by key. */
const measuring = new Map<string, AbortController>();

/** Measures all runs that take part, over the other changes as they stand. Never rejects. */
export async function measureCurve(choice: CurveChoice): Promise<void> {
  const key = curveKey(choice);
  stopCurve(key);
  const base = getLab().robustness.viewing;
  if (runsTakingPart(getLab()).length === 0) return;
  try {
    const { title, points } = plan(choice, base);
    const between = keptBetween(key, base);
    const unmeasured = points.map(({ viewing, ...point }) => ({
      ...point,
      survey: waiting(viewing),
    }));
    putCurve({
      ...{ key, choice, title, base, points: unmeasured, between, done: 0 },
      ...{ phase: 'running', isBreaking: false, reason: null },
    });
    await measureAll(key, points);
  } catch (error) {
    showError(error);
  }
}

/** Strengths between the points, where the curve is about the same as before. */
function keptBetween(key: string, base: Viewing): CurveView['between'] {
  const before = getLab().robustness.curves[key];
  return before && viewingKey(before.base) === viewingKey(base) ? before.between : [];
}

const waiting = (viewing: Viewing): SurveyView => ({
  ...{ viewing, phase: 'waiting', images: null, labels: null, indices: null },
  ...{ byRun: {}, reason: null },
});

async function measureAll(key: string, points: readonly PlannedPoint[]): Promise<void> {
  const abort = new AbortController();
  const { signal } = abort;
  measuring.set(key, abort);
  for (const [place, { viewing }] of points.entries()) {
    const show = (survey: SurveyView) => {
      if (!signal.aborted) patchPoint(key, place, survey);
    };
    await surveyInLine({ runs: runsTakingPart(getLab()), viewing, show }, signal);
    if (signal.aborted) return;
    patchCurve(key, ({ done }) => ({ done: done + 1 }));
  }
  measuring.delete(key);
  patchCurve(key, ({ points: measured }) => {
    const failed = measured.every(({ survey }) => survey.phase === 'failed');
    const reason = failed ? (measured[0]?.survey.reason ?? null) : null;
    return { phase: failed ? 'failed' : 'finished', reason };
  });
  announce(`${getLab().robustness.curves[key]?.title ?? 'The curve'} is measured.`);
}

/** What was measured stays. */
export function stopCurve(key: string): void {
  const abort = measuring.get(key);
  if (!abort) return;
  measuring.delete(key);
  patchCurve(key, ({ points }) => ({ phase: 'stopped', points: points.map(stopped) }));
  abort.abort();
}

function stopped(point: CurvePoint): CurvePoint {
  const { survey } = point;
  const isOver = survey.phase === 'finished' || survey.phase === 'failed';
  return isOver ? point : { ...point, survey: { ...survey, phase: 'stopped' } };
}

export const stopAllCurves = (): void => [...measuring.keys()].forEach(stopCurve);

export function showCurve(key: string | null): void {
  setLab(({ robustness }) => ({ robustness: { ...robustness, shownCurve: key } }));
}

export function closeCurve(key: string): void {
  stopCurve(key);
  setLab(({ robustness }) => {
    const curves = Object.fromEntries(
      Object.entries(robustness.curves).filter(([each]) => each !== key),
    );
    const shownCurve =
      robustness.shownCurve === key ? (Object.keys(curves).at(-1) ?? null) : robustness.shownCurve;
    return { robustness: { ...robustness, curves, shownCurve } };
  });
}

/** Puts a curve last, which is where the newest is, and shows it. */
function putCurve(curve: CurveView): void {
  setLab(({ robustness }) => {
    const others = Object.entries(robustness.curves).filter(([key]) => key !== curve.key);
    const curves = Object.fromEntries([...others, [curve.key, curve]]);
    return { robustness: { ...robustness, curves, shownCurve: curve.key } };
  });
}

export function patchCurve(key: string, change: (curve: CurveView) => Partial<CurveView>): void {
  setLab(({ robustness }) => {
    const curve = robustness.curves[key];
    if (!curve) return {};
    const curves = { ...robustness.curves, [key]: { ...curve, ...change(curve) } };
    return { robustness: { ...robustness, curves } };
  });
}

function patchPoint(key: string, place: number, survey: SurveyView): void {
  patchCurve(key, ({ points }) => ({
    points: points.map((point, each) => (each === place ? { ...point, survey } : point)),
  }));
}
