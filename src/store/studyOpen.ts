/** The open study in the page's state: read from the database, then followed as runs come in. */
import { changeStudy, readStudy, readStudyRuns, type StudyRow } from '../storage/studies.ts';
import type { Study } from '../studies/study.ts';
import type { RunRecord } from '../training/result.ts';
import { writeAddress } from './address.ts';
import { getLab, setLab } from './lab.ts';
import { showInfo } from './notices.ts';
import type { StudiesView } from './studiesView.ts';
import { showUnkept } from './unkept.ts';

export function patchStudies(patch: Partial<StudiesView>): void {
  setLab(({ studies }) => ({ studies: { ...studies, ...patch } }));
}

/** Back to the list. */
export function closeStudy(): void {
  patchStudies({ openId: null, open: null, tab: 'plan' });
  if (getLab().view.kind === 'studies') writeAddress('push');
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
  for (const { id, reason } of dropped) {
    showInfo(`A run of this study (${id}) was left out. ${reason}`);
  }
}

/** What is stored of a study has changed: shown where it is open. */
export function followStudy({ study }: Pick<StudyRow, 'study'>): void {
  patchOpen(study.id, () => ({ study }));
}

/** A run has ended. */
export function followRun(studyId: string, run: RunRecord): void {
  patchOpen(studyId, ({ runs }) => ({
    runs: [...runs.filter(({ id }) => id !== run.id), run],
  }));
  if (getLab().studies.tab === 'results') void markLooked(studyId).catch(showUnkept);
}

/** The first look at results is written down: what is added after it is said to have been. */
export async function markLooked(id: string): Promise<void> {
  const { view, studies } = getLab();
  const { open } = studies;
  const isSeen = view.kind === 'studies' && open?.study.id === id && open.runs.length > 0;
  if (!isSeen || open.study.lookedAt !== null) return;
  const row = await changeStudy(id, ({ study }) => ({
    study: { ...study, lookedAt: study.lookedAt ?? new Date().toISOString() },
  }));
  if (row) followStudy(row);
}

type Open = NonNullable<StudiesView['open']>;

function patchOpen(id: Study['id'], patch: (open: Open) => Partial<Open>): void {
  setLab(({ studies }) => {
    const { open } = studies;
    if (open?.study.id !== id) return {};
    return { studies: { ...studies, open: { ...open, ...patch(open) } } };
  });
}
