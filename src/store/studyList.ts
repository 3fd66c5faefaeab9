/** The studies that this browser keeps, as the page lists them. */
import { listStudies, type StudyRow } from '../storage/studies.ts';
import { getLab, setLab } from './lab.ts';
import { showInfo } from './notices.ts';
import type { StudyListing, StudyState } from './studiesView.ts';

/** Studies that are trained now, here or in another tab. Not shown itself: listings say it. */
const trained = new Map<string, 'here' | 'elsewhere'>();

/** Reads the list anew. */
export async function refreshStudies(): Promise<void> {
  const { rows, dropped } = await listStudies();
  setLab(({ studies }) => ({
    studies: { ...studies, isListed: true, list: rows.map(listingOf) },
  }));
  for (const { id, reason } of dropped) showInfo(`A stored study (${id}) was left out. ${reason}`);
}

/** A study was added or changed: it comes first. */
export function listStudy(row: StudyRow): void {
  setLab(({ studies }) => {
    const others = studies.list.filter(({ id }) => id !== row.study.id);
    return { studies: { ...studies, list: [listingOf(row), ...others] } };
  });
}

/** A study begins to be trained, here or elsewhere, or ends to be; then it is in `otherwise`. */
export function markTrained(
  id: string,
  where: 'here' | 'elsewhere' | null,
  otherwise: StudyState = 'paused',
): void {
  if (where) trained.set(id, where);
  else trained.delete(id);
  const state = where ? runningStates[where] : otherwise;
  setLab(({ studies }) => ({
    studies: {
      ...studies,
      list: studies.list.map((each) => (each.id === id ? { ...each, state } : each)),
    },
  }));
}

export function trainedWhere(id: string): 'here' | 'elsewhere' | null {
  return trained.get(id) ?? null;
}

export function listingFor(id: string): StudyListing | undefined {
  return getLab().studies.list.find((each) => each.id === id);
}

const runningStates = { here: 'running here', elsewhere: 'running in another tab' } as const;

function listingOf({ study, wish, ended, all, updatedAt }: StudyRow): StudyListing {
  const { id, plan } = study;
  const where = trained.get(id);
  // Whoever was training it is gone: it can go on.
  const resting = wish === 'running' ? 'paused' : wish;
  return {
    id,
    title: plan.title,
    arms: plan.arms.length,
    levels: plan.factors.reduce((count, { levels }) => count * levels.length, 1),
    seeds: plan.seeds.length,
    ended,
    all,
    state: where ? runningStates[where] : resting,
    updatedAt,
  };
}
