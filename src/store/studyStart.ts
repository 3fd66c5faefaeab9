/** From a plan to a study that trains: what Start does. */
import { changeDraft, newStudy, openStudy, startStudy, type StudyPlan } from './studies.ts';

/** Never rejects: what keeps the plan from running is shown, and the plan stays. */
export async function startPlan(plan: StudyPlan): Promise<void> {
  const id = await newStudy(plan);
  if (id === null) return;
  await openStudy(id, 'queue');
  changeDraft(null); // only now: nothing else comes up in between
  void startStudy(id);
}
