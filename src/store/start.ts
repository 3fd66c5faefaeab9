/** The lab when the page opens: what was kept, what the link asks for, and the engine. */
import { backendIds, type BackendChoice } from '../engine/engine.ts';
import { listRuns } from '../storage/runs.ts';
import { readSettings, writeSetting, type Settings, type Theme } from '../storage/settings.ts';
import type { RunRecord } from '../training/result.ts';
import { loadDraftCard, takeSpec } from './draft.ts';
import { openTrainer } from './engineStatus.ts';
import { setLab } from './lab.ts';
import { openLink } from './openLink.ts';
import { lookTabs } from './lookView.ts';
import { restoreRuns } from './runList.ts';
import { patchRun } from './runRecords.ts';
import { showInfo } from './notices.ts';
import { changeDraft, pauseStudy, startStudy, takeStudyDraft } from './studies.ts';
import { refreshStudies } from './studyList.ts';
import { goOnWithStudies, watchStudies } from './studyWatch.ts';
import { showUnkept } from './unkept.ts';
import { takeRecentCommands } from './recentCommands.ts';
import { loadResultFile } from './results.ts';
import { refreshStoredDatasets, watchStoredDatasets } from './storedDatasets.ts';
import { lastKept } from './work.ts';
import type { NoticeAction } from './lab.ts';

/** What a person chose before, and what the link asks for: enough to draw the page. Never rejects. */
export async function openSettings(): Promise<void> {
  const settings = await readSettings().catch((error: unknown): Settings => {
    showUnkept(error);
    return {};
  });
  setLab({ theme: settings.theme ?? 'system', backendChoice: backendOf(settings.backend) });
  const tab = lookTabs.find((each) => each === settings.lookTab);
  if (tab) setLab(({ look }) => ({ look: { ...look, tab } }));
  takeRecentCommands(settings.recentCommands ?? []);
  if (settings.draft) takeSpec(settings.draft);
  takeStudyDraft(settings.studyDraft ?? null);
  openLink(window.location.hash);
  window.addEventListener('hashchange', () => openLink(window.location.hash));
}

/** The runs that were kept, and the engine. Never rejects: what failed is told, the rest works. */
export async function startLab(): Promise<void> {
  watchStoredDatasets();
  watchStudies();
  await Promise.all(
    [openRuns(), refreshStoredDatasets(), refreshStudies()].map((each) => each.catch(showUnkept)),
  );
  setLab({ opened: true });
  await Promise.all([openTrainer(), loadDraftCard()]);
  void goOnWithStudies();
  // While there is a connection: results can then be saved without one.
  void loadResultFile().catch(() => undefined);
}

function backendOf(stored: string | undefined): BackendChoice {
  return backendIds.find((id) => id === stored) ?? 'auto';
}

async function openRuns(): Promise<void> {
  const { runs, dropped } = await listRuns();
  setLab({ runs, selectedId: runs.at(-1)?.id ?? null });
  for (const { id, reason } of dropped) showInfo(`A stored run (${id}) was left out. ${reason}`);
  await Promise.all(runs.map(settleInterrupted));
}

/** The page closed while it trained: it is paused now, where its newest checkpoint is. */
async function settleInterrupted({ id, status }: RunRecord): Promise<void> {
  if (status === 'queued') return patchRun(id, { status: 'paused' });
  if (status === 'training') patchRun(id, { ...(await lastKept(id)), status: 'paused' });
}

export function chooseTheme(theme: Theme): void {
  setLab({ theme });
  writeSetting('theme', theme).catch(showUnkept);
}

/** Does what a notice offers. */
export function takeAction(action: NoticeAction): void {
  switch (action.kind) {
    case 'restoreRuns':
      return void restoreRuns(action.runIds);
    case 'openEngine':
      return void openTrainer().then(loadDraftCard);
    case 'startStudy':
      return void startStudy(action.studyId);
    case 'pauseStudy':
      return void pauseStudy(action.studyId);
    case 'restorePlan':
      return changeDraft(action.plan);
  }
}
