/** Arms take the run colours in the plan's order, in every figure and table alike. */
import type { StudyPlan } from '../../store/studyPlanEdits.ts';

export const coloursOf = ({ arms }: Pick<StudyPlan, 'arms'>): ReadonlyMap<string, number> =>
  new Map(arms.map(({ label }, place) => [label, place]));
