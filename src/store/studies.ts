/**
 * The Studies page: which study is open, and the plan that is being written. Studies are kept in the
 * database; the page holds their list, and the runs of the open one alone.
 */
import {
  changeStudy,
  deleteStudy as deleteStored,
  readStudy,
  readStudyRuns,
} from '../storage/studies.ts';
import { writeSetting } from '../storage/settings.ts';
import { writeAddress } from './address.ts';
import { getLab, setLab } from './lab.ts';
import { showError, showInfo } from './notices.ts';
import type { StudiesView, StudyPlan, StudyTab } from './studiesView.ts';
import { planOfLink, type WantedStudies } from './studyLink.ts';
import { refreshStudies } from './studyList.ts';
import { showUnkept } from './unkept.ts';

export { studyTabs } from './studiesView.ts';
export type {
  StudiesView,
  StudyListing,
  StudyPlan,
  StudyProgress,
  StudyState,
  StudyTab,
  StudyWithRuns,
} from './studiesView.ts';

/** Opens the page where it was left. */
export function showStudies(): void {
  if (getLab().view.kind === 'studies') return;
  setLab({ view: { kind: 'studies' } });
  writeAddress('push');
}

/** Shows a study; its runs are read. Never rejects. */
export async function openStudy(id: string, tab: StudyTab = 'results'): Promise<void> {
  const isOther = getLab().view.kind !== 'studies' || getLab().studies.openId !== id;
  setLab(({ studies }) => ({
    view: { kind: 'studies' },
    studies: { ...studies, openId: id, tab, open: studies.openId === id ? studies.open : null },
  }));
  writeAddress(isOther ? 'push' : 'replace');
  await readOpenStudy().catch((error: unknown) => {
    showError(error);
    if (getLab().studies.openId === id) closeStudy();
  });
  if (tab === 'results') await markLooked(id).catch(showUnkept);
}

/** Takes up the plan that was being written when the page closed. */
export function takeStudyDraft(draft: StudyPlan | null): void {
  patchStudies({ draft });
}

/** What a link asks for. A plan that comes with it takes the place of the one being written. */
export async function openStudiesLink({ openId, tab, plan }: WantedStudies): Promise<void> {
  if (openId !== null) return openStudy(openId, tab);
  setLab(({ studies }) => ({
    view: { kind: 'studies' },
    studies: { ...studies, openId: null, open: null, tab: 'plan' },
  }));
  if (plan === null) return;
  try {
    changeDraft(await planOfLink(plan));
    writeAddress();
  } catch (error) {
    showError(error);
  }
}

/** Back to the list. */
export function closeStudy(): void {
  patchStudies({ openId: null, open: null, tab: 'plan' });
  writeAddress('push');
}

/** Reads the open study and its runs anew. */
export async function readOpenStudy(): Promise<void> {
  const { openId } = getLab().studies;
  if (openId === null) return;
  const [row, { runs, dropped }] = await Promise.all([readStudy(openId), readStudyRuns(openId)]);
  if (getLab().studies.openId !== openId) return; // another was opened meanwhile
  if (!row) {
    showInfo('This study is not kept in this browser: it was deleted, or it is another browser’s.');
    return closeStudy();
  }
  patchStudies({ open: { study: row.study, runs } });
  for (const { id, reason } of dropped)
    showInfo(`A run of this study (${id}) was left out. ${reason}`);
}

/** The first look at results is written down: what is added after it is said to have been. */
export async function markLooked(id: string): Promise<void> {
  const { open } = getLab().studies;
  if (open?.study.id !== id || open.study.lookedAt !== null || open.runs.length === 0) return;
  const row = await changeStudy(id, ({ study }) => ({
    study: { ...study, lookedAt: study.lookedAt ?? new Date().toISOString() },
  }));
  if (!row) return;
  setLab(({ studies }) =>
    studies.open?.study.id === id
      ? { studies: { ...studies, open: { ...studies.open, study: row.study } } }
      : {},
  );
}

const SAVE_AFTER_MS = 400;
let saving: ReturnType<typeof setTimeout> | undefined;

/** Changes the plan that is being written; null gives it up. It may be half a plan. */
export function changeDraft(draft: StudyPlan | null): void {
  patchStudies({ draft });
  clearTimeout(saving);
  saving = setTimeout(() => void keepPlanDraft(), SAVE_AFTER_MS);
}

/** Saves at once what would be saved a moment later. */
export async function keepPlanDraft(): Promise<void> {
  clearTimeout(saving);
  saving = undefined;
  await writeSetting('studyDraft', getLab().studies.draft).catch(showUnkept);
}

/** Deletes a study with all of its runs. There is no way back: whoever calls has asked. */
export async function deleteStudy(id: string): Promise<void> {
  try {
    await deleteStored(id);
    if (getLab().studies.openId === id) closeStudy();
    await refreshStudies();
  } catch (error) {
    showError(error);
  }
}

function patchStudies(patch: Partial<StudiesView>): void {
  setLab(({ studies }) => ({ studies: { ...studies, ...patch } }));
}
