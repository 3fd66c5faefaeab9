/** Well-known datasets on their way into the browser; one at a time. */
import { codeOf } from '../core/errors.ts';
import { explain } from './explain.ts';
import type { DownloadView } from './importView.ts';
import { seldom } from './importing.ts';
import { setLab } from './lab.ts';
import { library } from './libraries.ts';
import { showInfo } from './notices.ts';
import { refreshStoredDatasets } from './storedDatasets.ts';
import { countText } from './wording.ts';

export type { DownloadView } from './importView.ts';

let newest = 0;

/** Fetches a dataset of the list; ends the download before it. Never rejects. */
export async function downloadDataset(id: string): Promise<void> {
  const download = ++newest;
  setLab({ download: { id, progress: null, fault: null } });
  const report = seldom((progress) => {
    if (download === newest) patch({ progress });
  });
  try {
    const { label, trainCount, testCount } = await library().download(id, report);
    await refreshStoredDatasets();
    if (download === newest) setLab({ download: null });
    const counts = `${countText(trainCount)} training and ${countText(testCount)} test images`;
    showInfo(`Downloaded ${label}: ${counts}.`);
  } catch (error) {
    if (download !== newest) return;
    if (codeOf(error) === 'cancelled') setLab({ download: null });
    else patch({ fault: explain(error), progress: null });
  }
}

/** Whole files that came are kept for the next try. */
export function cancelDownload(): void {
  newest++;
  setLab({ download: null });
  void library()
    .cancelDownload()
    .catch(() => undefined);
}

function patch(change: Partial<DownloadView>): void {
  setLab(({ download }) => (download ? { download: { ...download, ...change } } : {}));
}
