/** Where the runs of a study come from: data, machines, lab, and the time that they took. */
import { findDataset } from '../../datasets/index.ts';
import type { RunRecord } from '../../training/result.ts';
import type { Cell } from '../plan/plan.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';
import type { StudyPlan } from '../plan/plan.ts';
import type { DatasetUsed, Provenance, Workplace } from './analysis.ts';
import type { StudyRuns } from './cellRuns.ts';
import { briefText } from './systemText.ts';

export function provenanceOf(plan: StudyPlan, { plan: { cells }, answers }: StudyRuns): Provenance {
  const attemptsOf = (stage: Cell['stage']) =>
    cells.filter((cell) => cell.stage === stage).flatMap(({ spec }) => answers.attemptsAt(spec));
  const [main, tuning] = [attemptsOf('main'), attemptsOf('tuning')];
  const runs = [...main, ...tuning];
  return {
    datasets: datasetsOf(plan, runs),
    workplaces: workplacesOf(runs),
    trainedMs: trainedMs(main),
    tuningMs: trainedMs(tuning),
    runs: runs.length,
  };
}

const trainedMs = (runs: readonly RunRecord[]): number =>
  runs.reduce((sum, { final }) => sum + (final?.trainedMs ?? 0), 0);

/** In the order of the plan. */
function datasetsOf(plan: StudyPlan, runs: readonly RunRecord[]): DatasetUsed[] {
  const choices = new Map(
    givenSpecs(plan).map(({ spec: { dataset } }) => [keyOf(dataset), dataset]),
  );
  return [...choices].map(([key, choice]) => {
    const own = runs.filter(({ spec }) => keyOf(spec.dataset) === key);
    const hashes = own.map(({ datasetSha256 }) => datasetSha256).filter((hash) => hash !== null);
    return {
      label: briefText(choice, findDataset(choice.id)),
      sha256: [...new Set(hashes)].sort(),
      testCount: own.find(({ final }) => final)?.final?.testCount ?? null,
    };
  });
}

const keyOf = ({ id, options }: RunRecord['spec']['dataset']): string =>
  JSON.stringify([id, Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1))]);

function workplacesOf(runs: readonly RunRecord[]): Workplace[] {
  const places = new Map<string, Workplace>();
  for (const { environment, app } of runs) {
    if (!environment) continue;
    const { backend, backendLabel, adapter, platform } = environment;
    const { version, commit } = app;
    const place = { backend, backendLabel, adapter, platform, version, commit };
    const key = JSON.stringify(place);
    places.set(key, { ...place, runs: (places.get(key)?.runs ?? 0) + 1 });
  }
  return [...places.values()].sort((a, b) => b.runs - a.runs);
}
