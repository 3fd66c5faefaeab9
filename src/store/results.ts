/** Results out of the lab and into it, and a person's own images. */
import { trainerReady } from './engineStatus.ts';
import { deleteDataset as deleteStoredDataset, listDatasets } from '../storage/datasets.ts';
import { byAge, putRuns } from '../storage/runs.ts';
import { cardKey, putCard } from './datasetCards.ts';
import { editSpec } from './draft.ts';
import { environmentOf, labVersion } from './environment.ts';
import { getLab, setLab } from './lab.ts';
import { sortFiles } from './files.ts';
import { createDefaultSpec } from './lists.ts';
import { newOnes } from './importedRuns.ts';
import { showError, showInfo } from './notices.ts';
import { openPicture } from './subject.ts';
import { saveText } from './saveFile.ts';
import { noteKept, showUnkept } from './unkept.ts';
import { countText } from './wording.ts';

export { saveWeights } from './weights.ts';

/** The reader and writer of results files, with its schema: not needed to open the page. */
export const loadResultFile = () => import('../storage/resultFile.ts');

/** The text of a results file of these runs, or of all. */
export async function resultsText(runIds?: readonly string[]): Promise<string> {
  const { exportRuns } = await loadResultFile();
  const { runs, engine } = getLab();
  const chosen = runIds ? runs.filter(({ id }) => runIds.includes(id)) : runs;
  return exportRuns(chosen, {
    app: { name: 'Coordinet Lab', ...labVersion },
    environment: engine.phase === 'ready' ? environmentOf(engine.status) : null,
    created: new Date().toISOString(),
  });
}

/** Saves a results file of these runs, or of all. */
export async function exportResults(runIds?: readonly string[]): Promise<void> {
  try {
    const text = await resultsText(runIds);
    const day = new Date().toISOString().slice(0, 10);
    saveText(text, { name: `coordinet-lab-results-${day}.json`, type: 'application/json' });
  } catch (error) {
    showError(error);
  }
}

/** Whatever a person dropped or chose: results, images, or both. */
export async function importFiles(files: readonly File[]): Promise<void> {
  const { results, images, picture } = sortFiles(files);
  if (picture) await openPicture(picture);
  if (images.length > 0) await importDataset(images);
  for (const file of results) await importResults(file);
}

/** Adds the runs of a results file, all or none; runs that are here already stay as they are. */
export async function importResults(file: File): Promise<void> {
  try {
    const { readResults } = await loadResultFile();
    const { runs, isEdited } = await readResults(file);
    const added = await newOnes(runs, getLab());
    await putRuns(added).then(noteKept, showUnkept);
    setLab(({ runs: held }) => {
      // The same file may have come in twice at once.
      const ids = new Set(held.map(({ id }) => id));
      return { runs: [...held, ...added.filter(({ id }) => !ids.has(id))].sort(byAge) };
    });
    showInfo(importText(file.name, { added: added.length, all: runs.length, isEdited }));
  } catch (error) {
    showError(error);
  }
}

function importText(
  file: string,
  { added, all, isEdited }: { added: number; all: number; isEdited: boolean },
): string {
  const here = all - added;
  const runs = (count: number) => (count === 1 ? '1 run' : `${count} runs`);
  const parts = [added > 0 ? `Imported ${runs(added)} from ${file}.` : `Nothing new in ${file}.`];
  if (here > 0) parts.push(`${runs(here)} ${here === 1 ? 'was' : 'were'} here already.`);
  if (isEdited) parts.push('The file was changed after the lab wrote it.');
  return parts.join(' ');
}

/** Reads a person's image files into a new dataset and chooses it. */
export async function importDataset(files: readonly File[]): Promise<void> {
  try {
    const { client } = await trainerReady();
    const card = await client.importDataset(files);
    await refreshStoredDatasets();
    const choice = { id: card.id, options: {} };
    putCard(cardKey(choice, getLab().draft.seed), { phase: 'ready', card });
    const trainingImages = Math.min(getLab().draft.trainingImages, card.trainCount);
    editSpec({ dataset: choice, trainingImages });
    showInfo(
      `Imported ${card.label}: ${countText(card.trainCount)} training and ${countText(card.testCount)} test images.`,
    );
  } catch (error) {
    showError(error); // and the worker stays: a run may be training there
  }
}

/** Removes an imported dataset. Runs on it keep their results, but cannot go on without it. */
export async function deleteDataset(id: string): Promise<void> {
  try {
    await deleteStoredDataset(id);
    if (getLab().draft.dataset.id === id) editSpec({ dataset: createDefaultSpec().dataset });
    await refreshStoredDatasets();
  } catch (error) {
    showError(error);
  }
}

export async function refreshStoredDatasets(): Promise<void> {
  const stored = await listDatasets();
  setLab({ storedDatasets: stored.map(({ id, label }) => ({ id, label })) });
}
