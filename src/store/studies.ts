/**
 * The Studies page: which study is open, and the plan that is being written. Studies are kept in the
 * database; the page holds their list, and the runs of the open one alone.
 */
import { writeSetting } from '../storage/settings.ts';
import { deleteStudy as deleteStored, putStudy, readStudy } from '../storage/studies.ts';
import { studyId } from '../studies/plan/planText.ts';
import { readPlan } from '../studies/plan/readPlan.ts';
import type { RunRecord } from '../training/result.ts';
import { writeAddress } from './address.ts';
import { showBench } from './comparisons.ts';
import { takeSpec } from './draft.ts';
import { getLab, setLab } from './lab.ts';
import { showError, showInfo } from './notices.ts';
import type { StudyPlan, StudyTab } from './studiesView.ts';
import { planOfLink, type WantedStudies } from './studyLink.ts';
import { listStudy, refreshStudies } from './studyList.ts';
import { closeStudy, markLooked, patchStudies, readOpenStudy } from './studyOpen.ts';
import { newRow } from './studyRows.ts';
import { tellTabs } from './studyTabs.ts';
import { pauseStudy } from './studyWork.ts';
import { showUnkept } from './unkept.ts';

export { closeStudy, markLooked } from './studyOpen.ts';
export { addArmsTo, addSeedsTo, repeatLost, repeatRun } from './studyAmendments.ts';
export { planLink } from './studyLink.ts';
export { startStudy } from './studyWatch.ts';
export { cancelStudy, pauseStudy } from './studyWork.ts';
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
    takePlan(await planOfLink(plan));
  } catch (error) {
    showError(error);
  }
}

/** Puts a plan that came in where plans are written. The one that was there can be had back. */
export function takePlan(plan: StudyPlan): void {
  const { draft } = getLab().studies;
  patchStudies({ openId: null, open: null, tab: 'plan' });
  setLab({ view: { kind: 'studies' } });
  changeDraft(plan);
  writeAddress();
  const isOther = draft !== null && JSON.stringify(draft) !== JSON.stringify(plan);
  if (!isOther) return;
  showInfo(`“${plan.title}” took the place of the plan that you were writing.`, {
    label: 'Bring that back',
    does: { kind: 'restorePlan', plan: draft },
  });
}

/** Takes the settings of a study's run as the set-up of Classify. */
export function openOnClassify({ spec }: Pick<RunRecord, 'spec'>): void {
  showBench();
  takeSpec(spec);
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

/**
 * Makes a study of a plan. Nothing trains yet.
 *
 * @returns its id, also where this very plan is a study already; null (and a notice) where the plan
 *   cannot be run
 */
export async function newStudy(plan: StudyPlan): Promise<string | null> {
  try {
    const whole = readPlan(plan);
    const id = await studyId(whole);
    if (!(await readStudy(id))) {
      const row = newRow(id, whole);
      await putStudy(row);
      listStudy(row);
      tellTabs({ kind: 'changed', id });
    }
    return id;
  } catch (error) {
    showError(error);
    return null;
  }
}

/** Deletes a study with all of its runs. There is no way back: whoever calls has asked. */
export async function deleteStudy(id: string): Promise<void> {
  try {
    await pauseStudy(id);
    await deleteStored(id);
    tellTabs({ kind: 'changed', id });
    if (getLab().studies.openId === id) closeStudy();
    await refreshStudies();
  } catch (error) {
    showError(error);
  }
}
