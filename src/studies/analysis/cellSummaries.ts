/** What the runs of one arm at one combination of levels say together. */
import { mean, meanInterval } from '../../core/statistics/meanInterval.ts';
import type { RunRecord } from '../../training/result.ts';
import type { RunState } from '../../training/spec.ts';
import type { StudyView } from '../plan/plan.ts';
import type { CellSummary, ViewSummary } from './analysis.ts';
import { finishedOf, type CellRuns, type FinishedRun } from './cellRuns.ts';
import { viewedAccuracy } from './viewedAccuracy.ts';

/** @param views of the plan, in its order */
export function summariseCell(cell: CellRuns, views: readonly StudyView[]): CellSummary {
  const finished = finishedOf(cell);
  const runs = finished.map(({ run }) => run);
  const values = runs.map(({ final }) => final.testAccuracy);
  const statistics = meanInterval(values);
  const ended = (status: RunState) => cell.planned.filter(({ run }) => run?.status === status);
  return {
    arm: cell.arm,
    levels: cell.levels,
    seeds: finished.map(({ seed }) => seed),
    values,
    mean: statistics.mean,
    interval: statistics.interval,
    planned: cell.planned.length,
    diverged: ended('diverged').length,
    failed: ended('failed').length,
    open: cell.planned.filter(({ run }) => run === undefined).length,
    repeated: cell.planned.filter(({ attempts }) => attempts > 1).length,
    parameterCount: runs[0]?.final.parameterCount ?? null,
    trainedMs: meanOf(runs, ({ final }) => final.trainedMs),
    steps: meanOf(runs, ({ step }) => step),
    classAccuracy: meanClassAccuracy(runs),
    views: views.map((view) => summariseView(view, runs)),
  };
}

const meanOf = (runs: readonly FinishedRun[], read: (run: FinishedRun) => number) =>
  runs.length > 0 ? mean(runs.map(read)) : null;

/** [classes], over the runs that know it. */
function meanClassAccuracy(runs: readonly FinishedRun[]): (number | null)[] | null {
  const known = runs.map(({ final }) => final.classAccuracy).filter((each) => each !== null);
  const [first] = known;
  if (!first) return null;
  return first.map((_, label) => {
    const shares = known.map((each) => each[label] ?? null).filter((share) => share !== null);
    return shares.length > 0 ? mean(shares) : null;
  });
}

/** Over the runs that were looked at through the view. */
function summariseView(view: StudyView, runs: readonly RunRecord[]): ViewSummary {
  const values = runs
    .map((run) => viewedAccuracy(run, view))
    .filter((accuracy) => accuracy !== null);
  const { mean: middle, interval } = meanInterval(values);
  return { label: view.label, values, mean: middle, interval };
}
