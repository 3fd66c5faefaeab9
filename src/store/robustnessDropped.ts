/** Runs that were deleted: what was measured of them goes, too. */
import { setLab, type LabState } from './lab.ts';
import { forgetMeasurements } from './robustnessMeasured.ts';
import { withoutRuns } from './robustnessTallies.ts';
import type { CurveView, RobustnessView } from './robustnessView.ts';

/** Does nothing where all runs with figures are still there. */
export function dropMeasuredRuns({ runs, robustness }: LabState): void {
  const here = new Set(runs.map(({ id }) => id));
  const gone = [...measuredRuns(robustness)].filter((id) => !here.has(id));
  if (gone.length === 0) return;
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
