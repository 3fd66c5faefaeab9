/** The runs of a study by the place that they have in its plan: arm, levels, seed. */
import type { FinalResult, RunRecord } from '../../training/result.ts';
import { createAnswers, type Answers } from '../plan/answers.ts';
import { cellsOf, type PlanCells } from '../plan/cells.ts';
import { levelsKey } from '../plan/combinations.ts';
import type { Levels, StudyPlan } from '../plan/plan.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';

export interface PlannedRun {
  readonly seed: number;
  /** The newest attempt that ended; undefined while the run is still to come. */
  readonly run: RunRecord | undefined;
  /** That ended. */
  readonly attempts: number;
}

export type FinishedRun = RunRecord & { readonly final: FinalResult };

/** An arm at a combination of levels. */
export interface CellRuns {
  readonly arm: string;
  readonly levels: Levels;
  /** One for each of the plan's seeds, sorted by seed. */
  readonly planned: readonly PlannedRun[];
}

export interface StudyRuns {
  /** Of the main stage: combination by combination, in each of them arm by arm. */
  readonly cells: readonly CellRuns[];
  readonly plan: PlanCells;
  readonly answers: Answers;
}

/** @param runs all attempts, in the order in which they ended */
export function runsOfStudy(plan: StudyPlan, runs: readonly RunRecord[]): StudyRuns {
  const answers = createAnswers(runs);
  const cells = cellsOf(plan, answers);
  const planned = new Map<string, PlannedRun[]>();
  for (const { arm, levels } of givenSpecs(plan)) planned.set(placeKey(arm, levels), []);
  for (const { stage, arm, levels, seed, spec } of cells.cells) {
    if (stage === 'tuning') continue;
    const run = answers.of(spec);
    const attempts = answers.attemptsAt(spec).length;
    planned.get(placeKey(arm, levels))!.push({ seed, run, attempts });
  }
  for (const { arm, levels, seed } of cells.waiting) {
    planned.get(placeKey(arm, levels))!.push({ seed, run: undefined, attempts: 0 });
  }
  return {
    cells: givenSpecs(plan).map(({ arm, levels }) => {
      const own = planned.get(placeKey(arm, levels))!;
      return { arm, levels, planned: own.toSorted((a, b) => a.seed - b.seed) };
    }),
    plan: cells,
    answers,
  };
}

/** Equal for equal arms at equal levels. */
export const placeKey = (arm: string, levels: Levels): string =>
  JSON.stringify([arm, levelsKey(levels)]);

export const isFinished = (run: RunRecord | undefined): run is FinishedRun =>
  run?.status === 'finished' && run.final !== null;

/** Sorted by seed. */
export const finishedOf = ({ planned }: CellRuns): { seed: number; run: FinishedRun }[] =>
  planned.flatMap(({ seed, run }) => (isFinished(run) ? [{ seed, run }] : []));
