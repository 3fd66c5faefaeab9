/** For tests: whole studies by hand. */
import type { RunRecord } from '../../training/result.ts';
import type { RunSpec } from '../../training/spec.ts';
import { cellsOf } from '../plan/cells.ts';
import type { Levels, StudyPlan } from '../plan/plan.ts';
import { readPlan } from '../plan/readPlan.ts';
import { endedRun, typedPlan } from '../plan/testing.ts';
import type { Study } from '../study.ts';

export function studyOf(typed: object = {}, amendments: Study['amendments'] = []): Study {
  return {
    id: '0123456789abcdef',
    plan: readPlan({ ...typedPlan, ...typed }),
    amendments,
    createdAt: '2026-11-20T08:00:00.000Z',
    lookedAt: null,
  };
}

type Ending = Parameters<typeof endedRun>[1] & { change?: (run: RunRecord) => RunRecord };
type Place = { arm: string; levels: Levels; seed: number; spec: RunSpec };

/**
 * Runs of the main stage in the order in which they are run.
 *
 * @param ending of a cell: its accuracy, how it ended, or null where it has not
 */
export function runsOf(
  plan: StudyPlan,
  ending: (place: Place) => number | Ending | null,
): RunRecord[] {
  return cellsOf(plan, []).cells.flatMap((cell) => {
    const end = ending(cell);
    if (end === null) return [];
    const { change = (run: RunRecord) => run, ...ended } =
      typeof end === 'number' ? { testAccuracy: end } : end;
    return [change(endedRun(cell.spec, ended))];
  });
}
