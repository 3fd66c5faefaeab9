/** Every run of a study as a row, attempts that were repeated and tuning too. */
import type { RunRecord } from '../../training/result.ts';
import type { Cell, StudyPlan } from '../plan/plan.ts';
import { runsOfStudy } from './cellRuns.ts';
import { csvOfTable, type Table, type TableCell } from './figures/table.ts';
import { viewedAccuracy } from './viewedAccuracy.ts';

const columns = [
  ...['attempt', 'counts', 'status', 'reason', 'testAccuracy', 'testError', 'testLoss'],
  ...['validationAccuracy', 'validationLoss', 'step', 'bestStep', 'parameters', 'trainedMs'],
  ...['backend', 'platform', 'labVersion', 'labCommit', 'createdAt', 'run'],
  ...['datasetSha256', 'initialWeightsSha256', 'batchOrderSha256', 'weightsSha256'],
];

/** In the order of the plan; runs of other studies are left out. */
export function runsTable(plan: StudyPlan, runs: readonly RunRecord[]): Table {
  const { plan: planned, answers } = runsOfStudy(plan, runs);
  const factors = plan.factors.map(({ label }) => label);
  return {
    columns: [
      ...['stage', 'arm', ...factors, 'seed', 'draw', ...columns],
      ...plan.views.map(({ label }) => `testAccuracy: ${label}`),
    ],
    rows: planned.cells.flatMap((cell) => {
      const attempts = answers.attemptsAt(cell.spec);
      return attempts.map((run, place) => [
        ...placeCells(cell, factors),
        ...[place + 1, place === attempts.length - 1 ? 'yes' : 'no'],
        ...runCells(run),
        ...plan.views.map((view) => viewedAccuracy(run, view)),
      ]);
    }),
  };
}

export const csvOfRuns = (plan: StudyPlan, runs: readonly RunRecord[]): string =>
  csvOfTable(runsTable(plan, runs));

function placeCells({ stage, arm, levels, seed, draw }: Cell, factors: string[]): TableCell[] {
  return [stage, arm, ...factors.map((label) => levels[label] ?? null), seed, draw];
}

/** In the order of `columns`, from `status` on. */
function runCells({ final, environment, app, ...run }: RunRecord): TableCell[] {
  return [
    ...[run.status, run.reason, final?.testAccuracy ?? null],
    ...[final ? 1 - final.testAccuracy : null, final?.testLoss ?? null],
    ...[final?.validation?.accuracy ?? null, final?.validation?.loss ?? null],
    ...[run.step, final?.bestStep ?? null, final?.parameterCount ?? null, final?.trainedMs ?? null],
    ...[environment?.backendLabel ?? null, environment?.platform ?? null],
    ...[app.version, app.commit, run.createdAt, run.id],
    ...[run.datasetSha256, final?.initialWeightsSha256 ?? null],
    ...[final?.batchOrderSha256 ?? null, final?.weightsSha256 ?? null],
  ];
}
