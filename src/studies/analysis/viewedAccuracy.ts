import type { RunRecord } from '../../training/result.ts';
import type { Viewing } from '../../training/viewing.ts';
import { viewingKey } from '../../training/viewingKey.ts';
import type { StudyView } from '../plan/plan.ts';

/** Of a run through a view of its plan, 0 to 1; null where it was not seen through that very viewing. */
export function viewedAccuracy(
  { views }: Pick<RunRecord, 'views'>,
  { label, viewing }: StudyView,
): number | null {
  const found = views.find((view) => view.label === label);
  // What is called alike may have been changed since.
  return found && isSameViewing(found.viewing, viewing) ? found.accuracy : null;
}

/** Mostly they are written alike, which is soon told: there are thousands of them. */
const isSameViewing = (a: Viewing, b: Viewing): boolean =>
  JSON.stringify(a) === JSON.stringify(b) || viewingKey(a) === viewingKey(b);
