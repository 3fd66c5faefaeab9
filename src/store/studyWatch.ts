/**
 * Studies after the page was opened, and in other tabs. A study that was being trained when the page
 * closed goes on by itself: a closed laptop, a reload and a crash are no wish to stop. Where it keeps
 * breaking off without ending a run, it waits to be asked.
 */
import { changeStudy, listStudies, readStudy, readStudyRun } from '../storage/studies.ts';
import { getLab } from './lab.ts';
import { showInfo, withdrawAction } from './notices.ts';
import { listStudy, markTrained, refreshStudies, trainedWhere } from './studyList.ts';
import { followRun, followStudy, readOpenStudy } from './studyOpen.ts';
import { heldStudies, listenToTabs, untilFree, type StudyNews } from './studyTabs.ts';
import { dropProgress, isTraining, pauseStudy, takeProgress, trainStudy } from './studyWork.ts';
import { showUnkept } from './unkept.ts';

/** Going on this often without ending a run: it may be what breaks the page. */
const MOST_RESUMPTIONS = 3;

/** Trains a study, or goes on with it; where another tab does, this one watches. Never rejects. */
export async function startStudy(id: string): Promise<void> {
  withdrawOffers(id);
  if (await trainStudy(id)) return;
  void watchStudy(id);
  showInfo('This study is being trained in another tab.');
}

/** Hears what other tabs tell of their studies. */
export function watchStudies(): void {
  listenToTabs((news) => void hear(news).catch(showUnkept));
}

/** What trains elsewhere is watched; what was being trained when the page closed goes on. Never rejects. */
export async function goOnWithStudies(): Promise<void> {
  try {
    const held = await heldStudies();
    for (const id of held) if (!isTraining(id)) void watchStudy(id);
    const { rows } = await listStudies();
    const interrupted = rows.filter(
      ({ study, wish }) => wish === 'running' && !held.includes(study.id),
    );
    const [first, ...others] = interrupted.map(({ study }) => study.id);
    for (const id of others) await changeStudy(id, () => ({ wish: 'paused' }));
    if (first !== undefined) await goOn(first);
  } catch (error) {
    showUnkept(error);
  }
}

async function goOn(id: string): Promise<void> {
  const row = await changeStudy(id, ({ resumptions }) => ({ resumptions: resumptions + 1 }));
  if (!row || isTraining(id)) return;
  const { title } = row.study.plan;
  if (row.resumptions > MOST_RESUMPTIONS) {
    await changeStudy(id, () => ({ wish: 'paused' }));
    showInfo(
      `“${title}” was being trained when this page closed, several times now without ending a run. It is paused.`,
      { label: 'Resume', does: { kind: 'startStudy', studyId: id } },
    );
    return;
  }
  showInfo(`“${title}” was being trained when this page closed, and goes on.`, {
    label: 'Pause',
    does: { kind: 'pauseStudy', studyId: id },
  });
  const isOurs = await trainStudy(id);
  withdrawOffers(id);
  if (!isOurs) void watchStudy(id);
}

const watched = new Set<string>();

/** Until the tab that trains it lets go: paused, through, closed or dead. */
async function watchStudy(id: string): Promise<void> {
  markTrained(id, 'elsewhere');
  withdrawOffers(id);
  if (watched.has(id)) return;
  watched.add(id);
  try {
    await untilFree(id);
  } finally {
    watched.delete(id);
  }
  if (trainedWhere(id) !== 'elsewhere') return; // taken over here meanwhile
  markTrained(id, null);
  dropProgress(id);
  const row = await readStudy(id);
  if (!row) return;
  listStudy(row);
  if (row.wish !== 'running') return;
  showInfo(`The tab that trained “${row.study.plan.title}” is gone.`, {
    label: 'Go on here',
    does: { kind: 'startStudy', studyId: id },
  });
}

function withdrawOffers(studyId: string): void {
  withdrawAction((action) => 'studyId' in action && action.studyId === studyId);
}

async function hear(news: StudyNews): Promise<void> {
  const { id } = news;
  switch (news.kind) {
    case 'begun':
      return watchStudy(id);
    case 'progress':
      return takeProgress(id, news.progress);
    case 'pause':
      return isTraining(id) ? pauseStudy(id) : undefined;
    case 'changed':
      return readChanged(id, news.runId);
  }
}

async function readChanged(id: string, runId: string | undefined): Promise<void> {
  const row = await readStudy(id);
  if (!row) {
    if (isTraining(id)) await pauseStudy(id);
    await refreshStudies();
    if (getLab().studies.openId === id) await readOpenStudy();
    return;
  }
  listStudy(row);
  if (getLab().studies.openId !== id) return;
  followStudy(row);
  if (runId === undefined) return readOpenStudy();
  const run = await readStudyRun(id, runId);
  if (run) followRun(id, run);
}
