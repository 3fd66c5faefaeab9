/** Figures that go from the page: those of deleted runs, and those of a dataset that is left. */
import { cardKey } from './datasetCards.ts';
import { getLab, setLab, shownImages, type LabState } from './lab.ts';
import { stopAllBreaking } from './robustnessBreaking.ts';
import { stopAllCurves } from './robustnessCurves.ts';
import { stopFinding } from './robustnessFinding.ts';
import { forgetMeasurements } from './robustnessMeasured.ts';
import { withoutRuns } from './robustnessTallies.ts';
import type { CurveView, RobustnessView } from './robustnessView.ts';

type Figures = Pick<RobustnessView, 'curves' | 'shownCurve' | 'finding'>;
const noFigures: Figures = { curves: {}, shownCurve: null, finding: null };

/** Which dataset the figures on the page are of, and those of the others, to come back to. */
let shownKey: string | null = null;
const putAside = new Map<string, Figures>();

/** Where another dataset is shown, what is under way ends, and its own figures come back. */
export function followDataset(state: LabState): void {
  const key = cardKey(shownImages(state).dataset, 0);
  if (key === shownKey) return;
  stopAllCurves();
  stopAllBreaking();
  stopFinding();
  const { curves, shownCurve, finding } = getLab().robustness;
  if (shownKey !== null) putAside.set(shownKey, { curves, shownCurve, finding });
  const own = shownKey === null ? {} : (putAside.get(key) ?? noFigures);
  shownKey = key;
  setLab(({ robustness }) => ({
    robustness: { ...robustness, ...own, assumed: null, survey: null, answers: {} },
  }));
}

/** Does nothing where all runs with figures are still there. */
export function dropMeasuredRuns({ runs, robustness }: LabState): void {
  const here = new Set(runs.map(({ id }) => id));
  const gone = [...measuredRuns(robustness)].filter((id) => !here.has(id));
  if (gone.length === 0) return;
  if (robustness.finding && gone.includes(robustness.finding.runId)) stopFinding();
  for (const id of gone) forgetMeasurements(id);
  setLab(({ robustness: before }) => ({ robustness: without(before, gone) }));
}

function measuredRuns({ answers, survey, curves, finding }: RobustnessView): Set<string> {
  const ids = new Set([...Object.keys(answers), ...Object.keys(survey?.byRun ?? {})]);
  for (const { points, between } of Object.values(curves)) {
    for (const point of [...points, ...between]) {
      for (const id of Object.keys(point.survey.byRun)) ids.add(id);
    }
  }
  if (finding) ids.add(finding.runId);
  return ids;
}

function without(view: RobustnessView, gone: readonly string[]): RobustnessView {
  const { answers, survey, curves, finding } = view;
  const left = Object.entries(answers).filter(([id]) => !gone.includes(id));
  const pointsWithout = (points: CurveView['points']) =>
    points.map((point) => ({ ...point, survey: withoutRuns(point.survey, gone) }));
  return {
    ...view,
    answers: Object.fromEntries(left),
    survey: survey && withoutRuns(survey, gone),
    curves: Object.fromEntries(
      Object.entries(curves).map(([key, curve]) => [
        key,
        { ...curve, points: pointsWithout(curve.points), between: pointsWithout(curve.between) },
      ]),
    ),
    finding: finding && gone.includes(finding.runId) ? null : finding,
  };
}
