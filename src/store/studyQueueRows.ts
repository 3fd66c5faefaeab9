/** The cells of a study as the Queue shows them: what each is, and what has become of it. */
import { createAnswers } from '../studies/plan/answers.ts';
import { cellsOf } from '../studies/plan/cells.ts';
import type { Cell, Levels } from '../studies/plan/plan.ts';
import type { StudyWithRuns } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import type { StudyProgress } from './studiesView.ts';

export const cellStates = [
  'training',
  'open',
  'waiting',
  'finished',
  'diverged',
  'failed',
] as const;
/** `waiting`: tuning has still to choose its settings. */
export type CellState = (typeof cellStates)[number];

export interface QueueRow {
  readonly key: string;
  readonly stage: Cell['stage'];
  readonly arm: string;
  readonly levels: Levels;
  readonly seed: number;
  readonly draw: number | null;
  readonly state: CellState;
  /** Of an ended run; the live step of one that trains comes apart, so that rows need not change. */
  readonly run: RunRecord | null;
  /** Attempts that ended. */
  readonly attempts: number;
  readonly steps: number | null;
}

const keyOf = ({ stage, arm, levels, seed, draw }: Omit<Cell, 'spec'>) =>
  JSON.stringify([stage, arm, levels, seed, draw]);

/** In the order in which they are run; what waits for tuning comes last. */
export function queueRows({ study, runs }: StudyWithRuns): QueueRow[] {
  const answers = createAnswers(runs);
  const { cells, waiting } = cellsOf(study.plan, answers);
  const known = cells.map((cell): QueueRow => {
    const run = answers.of(cell.spec) ?? null;
    return {
      ...rowOf(cell),
      state: run ? (run.status as CellState) : 'open',
      run,
      attempts: answers.attemptsAt(cell.spec).length,
      steps: cell.spec.steps,
    };
  });
  const later = waiting.map((cell): QueueRow => {
    return { ...rowOf(cell), state: 'waiting', run: null, attempts: 0, steps: null };
  });
  return [...known, ...later];
}

const rowOf = (cell: Omit<Cell, 'spec'>) => ({
  key: keyOf(cell),
  stage: cell.stage,
  arm: cell.arm,
  levels: cell.levels,
  seed: cell.seed,
  draw: cell.draw,
});

/** By row key: the step of each run that trains now. */
export function activeSteps(progress: StudyProgress | undefined): ReadonlyMap<string, number> {
  return new Map(progress?.active.map(({ cell, step }) => [keyOf(cell), step]) ?? []);
}

export interface QueueFilter {
  /** null: all. */
  readonly arm: string | null;
  readonly state: CellState | null;
  /** By factor; one that is missing lets all levels through. */
  readonly levels: Levels;
}

export const everything: QueueFilter = { arm: null, state: null, levels: {} };

/** @param steps of the runs that train now: their rows count as training */
export function filterRows(
  rows: readonly QueueRow[],
  { arm, state, levels }: QueueFilter,
  steps: ReadonlyMap<string, number>,
): QueueRow[] {
  const wanted = Object.entries(levels);
  return rows.filter(
    (row) =>
      (arm === null || row.arm === arm) &&
      (state === null || stateOf(row, steps) === state) &&
      wanted.every(([factor, level]) => row.levels[factor] === level),
  );
}

export const stateOf = (row: QueueRow, steps: ReadonlyMap<string, number>): CellState =>
  steps.has(row.key) ? 'training' : row.state;

/** How many rows there are of each state. */
export function stateCounts(
  rows: readonly QueueRow[],
  steps: ReadonlyMap<string, number>,
): Readonly<Record<CellState, number>> {
  const counts = Object.fromEntries(cellStates.map((state) => [state, 0])) as Record<
    CellState,
    number
  >;
  for (const row of rows) counts[stateOf(row, steps)]++;
  return counts;
}

/** The runs that train now, in words. */
export function activeLabels({ active }: StudyProgress) {
  return active.map(({ runId, cell, step }) => ({
    runId,
    arm: cell.arm,
    label: [...Object.values(cell.levels), `seed ${cell.seed}`].join(' · '),
    step,
    steps: cell.spec.steps,
  }));
}
