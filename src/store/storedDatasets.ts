/** The datasets that this browser keeps, as the page lists them. */
import type { StoredDatasetCard } from '../datasets/stored.ts';
import { onDatasetsChange } from '../storage/datasetChanges.ts';
import {
  deleteDataset as deleteStored,
  listDamagedDatasets,
  listDatasets,
} from '../storage/datasets.ts';
import { isCardOf } from './datasetCards.ts';
import { editSpec } from './draft.ts';
import { getLab, setLab } from './lab.ts';
import { createDefaultSpec } from './lists.ts';
import { showError } from './notices.ts';
import { showUnkept } from './unkept.ts';

/** Cards of datasets that came, went or changed are dropped: whoever shows one asks again. */
export async function refreshStoredDatasets(): Promise<void> {
  const [stored, damagedDatasets] = await Promise.all([listDatasets(), listDamagedDatasets()]);
  setLab(({ storedDatasets, cards }) => {
    const stale = changedIds(storedDatasets, stored);
    const kept = Object.entries(cards).filter(([key]) => !stale.some((id) => isCardOf(key, id)));
    return { storedDatasets: stored, damagedDatasets, cards: Object.fromEntries(kept) };
  });
}

/** Another tab may import, download, rename or delete. */
export function watchStoredDatasets(): void {
  onDatasetsChange(() => void refreshStoredDatasets().catch(showUnkept));
}

function changedIds(
  before: readonly StoredDatasetCard[],
  after: readonly StoredDatasetCard[],
): string[] {
  const inBoth = before.filter((held) =>
    after.some(
      ({ id, label, sha256 }) => id === held.id && label === held.label && sha256 === held.sha256,
    ),
  );
  const same = new Set(inBoth.map(({ id }) => id));
  return [...before, ...after].map(({ id }) => id).filter((id) => !same.has(id));
}

/** Removes a stored dataset. Runs on it keep their results, but cannot go on without it. */
export async function deleteDataset(id: string): Promise<void> {
  try {
    await deleteStored(id);
    if (getLab().draft.dataset.id === id) editSpec({ dataset: createDefaultSpec().dataset });
    await refreshStoredDatasets();
  } catch (error) {
    showError(error);
  }
}
