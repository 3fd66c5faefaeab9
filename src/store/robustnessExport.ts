/** What was measured, as a file: the whole as JSON that reads back, or a table of it. */
import {
  accuracyTable,
  classTable,
  robustnessReport,
  type Measured as ReportMeasured,
  type ReportOrder,
  type ReportRun,
  type RobustnessReport,
} from '../studies/robustness/report.ts';
import { tallyOf } from '../studies/robustness/tally.ts';
import { csvOf } from '../core/csvText.ts';
import { cardKey } from './datasetCards.ts';
import { labVersion } from './environment.ts';
import { getLab, shownImages, type LabState } from './lab.ts';
import { showError, showInfo } from './notices.ts';
import { baselineOf } from './robustnessRuns.ts';
import { measuredOf } from './robustnessTallies.ts';
import type { CurvePoint, CurveView, SurveyView } from './robustnessView.ts';
import { saveText } from './saveFile.ts';

export type RobustnessFormat = 'json' | 'csv' | 'csv-by-class';

/** Is there anything to save? */
export const hasFigures = (state: LabState): boolean => {
  const { survey, curves } = state.robustness;
  const surveys = Object.values(curves).flatMap(({ points }) => points.map((each) => each.survey));
  return [survey, ...surveys].some(
    (each) => each !== null && Object.keys(each.byRun).some((id) => measuredOf(each, id)),
  );
};

/** Every curve and suite, and the images as they are seen now. */
export async function exportRobustness(format: RobustnessFormat): Promise<void> {
  try {
    const report = reportOf(getLab());
    if (!report) return void showInfo('Nothing has been measured yet.');
    const day = report.created.slice(0, 10);
    const name = `coordinet-lab-robustness-${day}`;
    if (format === 'json') {
      const { exportRobustness: textOf } = await import('../storage/robustnessFile.ts');
      return saveText(textOf(report), { name: `${name}.json`, type: 'application/json' });
    }
    const isByClass = format === 'csv-by-class';
    const text = csvOf(isByClass ? classTable(report) : accuracyTable(report));
    saveText(text, { name: `${name}${isByClass ? '-classes' : ''}.csv`, type: 'text/csv' });
  } catch (error) {
    showError(error);
  }
}

/** null before anything is measured to its end. */
export function reportOf(state: LabState): RobustnessReport | null {
  const { dataset, seed } = shownImages(state);
  const card = state.cards[cardKey(dataset, seed)];
  if (card?.phase !== 'ready' || !hasFigures(state)) return null;
  const { classNames, sha256 } = card.card;
  const { survey, curves } = state.robustness;
  const measured = [
    ...(survey ? [measurementOf('now', 'As the sliders stand', survey, classNames.length)] : []),
    ...Object.values(curves).flatMap((curve) => curveMeasurements(curve, classNames.length)),
  ].filter(({ tallies }) => tallies.length > 0);
  const suite = suiteOf(state, measured);
  return robustnessReport({
    app: { name: 'Coordinet Lab', ...labVersion },
    created: new Date().toISOString(),
    dataset: { choice: dataset, sha256, classNames },
    runs: runsOf(state, measured),
    measured,
    ...(suite && { suite }),
  });
}

function curveMeasurements(curve: CurveView, classes: number): ReportMeasured[] {
  const { choice, key } = curve;
  const of = (point: CurvePoint, id: string): ReportMeasured => ({
    ...measurementOf(`${key}/${id}`, `${curve.title}, ${point.label}`, point.survey, classes),
    ...(choice.kind === 'severity' && { knob: choice.knob, strength: point.strength! }),
  });
  return [
    ...curve.points.map((point, place) => of(point, String(place))),
    ...curve.between.map((point, place) => of(point, `between/${place}`)),
  ];
}

function measurementOf(
  id: string,
  label: string,
  survey: SurveyView,
  classes: number,
): ReportMeasured {
  const tallies = Object.keys(survey.byRun).flatMap((runId) => {
    const found = measuredOf(survey, runId);
    return found ? [{ runId, tally: tallyOf(found.predictions, found.labels, classes) }] : [];
  });
  return { id, label, viewing: survey.viewing, tallies };
}

function runsOf({ runs }: LabState, measured: readonly ReportMeasured[]): ReportRun[] {
  const ids = new Set(measured.flatMap(({ tallies }) => tallies.map(({ runId }) => runId)));
  return runs
    .filter(({ id }) => ids.has(id))
    .map(({ id, name, spec, final, status }) => ({
      ...{ id, name, spec, weightsSha256: final?.weightsSha256 ?? null },
      diverged: status === 'diverged',
    }));
}

/** MNIST-C, where all of it and the images as they are were measured. */
function suiteOf(state: LabState, measured: readonly ReportMeasured[]): ReportOrder['suite'] {
  const key = 'suite/mnist-c';
  const baseline = baselineOf(state);
  const curve = state.robustness.curves[key];
  if (!curve || !baseline) return undefined;
  const ids = curve.points.map((_, place) => `${key}/${place}`);
  const isThere = (id: string) =>
    measured.some(
      (each) => each.id === id && each.tallies.some(({ runId }) => runId === baseline.id),
    );
  const [clean, ...corruptions] = ids;
  if (!clean || !ids.every(isThere)) return undefined;
  return { clean, corruptions, baseline: baseline.id };
}
