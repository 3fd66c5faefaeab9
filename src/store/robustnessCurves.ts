/**
 * Severity curves and suites: all runs on a list of viewings, one after another. What was measured is
 * kept, so measuring again asks only what is missing: a run more, a point that was stopped.
 */
import { mnistCSuite, transformSuite } from '../studies/robustness/suites.ts';
import { severityCurve, type Knob } from '../studies/robustness/severity.ts';
import { strengthText } from '../studies/robustness/words.ts';
import type { Viewing } from '../training/viewing.ts';
import { findSensor } from '../sensors/index.ts';
import { findTransform } from '../transforms/index.ts';
import { getLab, setLab, type LabState } from './lab.ts';
import { announce, showError } from './notices.ts';
import { surveyInLine } from './robustnessLine.ts';
import { viewingKey } from './robustnessMeasured.ts';
import { runsTakingPart } from './robustnessRuns.ts';
import { beginSurvey } from './robustnessTallies.ts';
import type { CurveChoice, CurvePoint, CurveView, SurveyView } from './robustnessView.ts';

export { knobOf, knobsOf, optionOf, type Knob } from '../studies/robustness/severity.ts';
export { suiteIds, type CurveChoice, type CurveView, type SuiteId } from './robustnessView.ts';

const suites = {
  'mnist-c': { title: 'MNIST-C: fifteen corruptions', of: mnistCSuite },
  transforms: { title: 'Every transform at its example', of: transformSuite },
} as const;

export function curveKey(choice: CurveChoice): string {
  if (choice.kind === 'suite') return `suite/${choice.id}`;
  const { kind, id, option, place } = choice.knob;
  return ['severity', kind, id, option, ...(place === undefined ? [] : [place])].join('/');
}

interface PlannedPoint extends Pick<CurvePoint, 'label' | 'strength'> {
  readonly viewing: Viewing;
}

/** What is asked for a curve as the sliders stand. Throws a LabError where it cannot be asked. */
function plan(choice: CurveChoice, base: Viewing): { title: string; points: PlannedPoint[] } {
  if (choice.kind === 'severity') {
    const curve = severityCurve(base, choice.knob);
    const points = curve.levels.map(({ strength, viewing }) => ({
      label: strengthText(curve, strength),
      strength,
      viewing,
    }));
    return { title: knobTitle(choice.knob, curve.label), points };
  }
  const { title, of } = suites[choice.id];
  const { clean, corruptions } = of(base);
  const entries = [clean, ...corruptions];
  return {
    title,
    points: entries.map(({ label, viewing }) => ({ label, strength: null, viewing })),
  };
}

function knobTitle({ kind, id }: Knob, option: string): string {
  const { label } = kind === 'transform' ? findTransform(id) : findSensor(id);
  return label === option ? label : `${label}: ${option.toLowerCase()}`;
}

/** Under way, by key. */
const measuring = new Map<string, AbortController>();

/** Measures all runs that take part, over the other changes as they stand. Never rejects. */
export async function measureCurve(choice: CurveChoice): Promise<void> {
  const key = curveKey(choice);
  stopCurve(key);
  const base = getLab().robustness.viewing;
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

const waiting = (viewing: Viewing): SurveyView =>
  beginSurvey({ viewing, runs: [], images: null, knownOf: () => undefined, before: null });

async function measureAll(key: string, points: readonly PlannedPoint[]): Promise<void> {
  const abort = new AbortController();
  measuring.set(key, abort);
  for (const [place, { viewing }] of points.entries()) {
    const show = (survey: SurveyView) => patchPoint(key, place, survey);
    const runs = runsTakingPart(getLab());
    const survey = await surveyInLine({ runs, viewing, show }, abort.signal);
    if (abort.signal.aborted) break;
    patchCurve(key, ({ done }) => ({ done: done + 1, reason: survey.reason }));
  }
  if (measuring.get(key) !== abort) return; // another has taken its place
  measuring.delete(key);
  const isStopped = abort.signal.aborted;
  patchCurve(key, ({ points: measured }) => {
    const failed = measured.every(({ survey }) => survey.phase === 'failed');
    const phase = isStopped ? 'stopped' : failed ? 'failed' : 'finished';
    return { phase, reason: failed ? (measured[0]?.survey.reason ?? null) : null };
  });
  if (!isStopped) announce(`${getLab().robustness.curves[key]?.title ?? 'The curve'} is measured.`);
}

/** What was measured stays. */
export function stopCurve(key: string): void {
  measuring.get(key)?.abort();
}

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

/** Were the other changes, the sensor or the telling others when it was measured? */
export function isCurveStale({ robustness }: LabState, curve: CurveView): boolean {
  try {
    const now = plan(curve.choice, robustness.viewing).points.map(({ viewing }) => viewing);
    return curve.points.some(
      ({ survey }, place) => !now[place] || viewingKey(survey.viewing) !== viewingKey(now[place]),
    );
  } catch {
    return true;
  }
}
