/** Where the runs of a study come from: data, machines, lab, and the time that they took. */
import type { SystemChoice } from '../../core/system.ts';
import { findDataset } from '../../datasets/index.ts';
import type { RunRecord } from '../../training/result.ts';
import type { Cell, StudyPlan } from '../plan/plan.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';
import type { DatasetUsed, Provenance, Workplace } from './analysis.ts';
import type { StudyRuns } from './cellRuns.ts';
import { briefText } from './systemText.ts';

interface Attempt {
  readonly cell: Cell;
  readonly run: RunRecord;
}

export function provenanceOf(plan: StudyPlan, { plan: { cells }, answers }: StudyRuns): Provenance {
  const attempts = cells.flatMap((cell) =>
    answers.attemptsAt(cell.spec).map((run): Attempt => ({ cell, run })),
  );
  const runs = attempts.map(({ run }) => run);
  const runsIn = (stage: Cell['stage']) =>
    attempts.filter(({ cell }) => cell.stage === stage).map(({ run }) => run);
  return {
    datasets: datasetsOf(plan, attempts),
    workplaces: workplacesOf(runs),
    trainedMs: trainedMs(runsIn('main')),
    tuningMs: trainedMs(runsIn('tuning')),
    runs: runs.length,
  };
}

const trainedMs = (runs: readonly RunRecord[]): number =>
  runs.reduce((sum, { final }) => sum + (final?.trainedMs ?? 0), 0);

/** In the order of the plan. */
function datasetsOf(plan: StudyPlan, attempts: readonly Attempt[]): DatasetUsed[] {
  const keyOf = keysOfDatasets();
  const choices = new Map(givenSpecs(plan).map(({ spec }) => [keyOf(spec.dataset), spec.dataset]));
  return [...choices].map(([key, choice]) => {
    const own = attempts.filter(({ cell }) => keyOf(cell.spec.dataset) === key);
    const runs = own.map(({ run }) => run);
    const hashes = runs.map(({ datasetSha256 }) => datasetSha256).filter((hash) => hash !== null);
    return {
      label: briefText(choice, findDataset(choice.id)),
      sha256: [...new Set(hashes)].sort(),
      testCount: runs.find(({ final }) => final)?.final?.testCount ?? null,
    };
  });
}

/** Equal for equal choices. Cells share theirs, so that each is written out once. */
function keysOfDatasets(): (choice: SystemChoice) => string {
  const keys = new Map<SystemChoice, string>();
  return (choice) => {
    const known = keys.get(choice);
    if (known !== undefined) return known;
    const options = Object.entries(choice.options).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([choice.id, options]);
    keys.set(choice, key);
    return key;
  };
}

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
