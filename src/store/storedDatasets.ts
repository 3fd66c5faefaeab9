/** The datasets that this browser keeps, as the page lists them. */
import { deleteDataset as deleteStored, listDatasets } from '../storage/datasets.ts';
import { editSpec } from './draft.ts';
import { getLab, setLab } from './lab.ts';
import { createDefaultSpec } from './lists.ts';
import { showError } from './notices.ts';

export async function refreshStoredDatasets(): Promise<void> {
  setLab({ storedDatasets: await listDatasets() });
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
