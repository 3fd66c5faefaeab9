/** New studies, as they are kept before anything has run. */
import type { StudyRow } from '../storage/studies.ts';
import { countRuns } from '../studies/plan/combinations.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';

export function newRow(id: string, plan: StudyPlan): StudyRow {
  const now = new Date().toISOString();
  const { tuning, main } = countRuns(plan);
  return {
    study: { id, plan, amendments: [], createdAt: now, lookedAt: null },
    wish: 'planned',
    ended: 0,
    all: tuning + main,
    places: 0,
    repeats: [],
    resumptions: 0,
    updatedAt: now,
  };
}
