/** Results out of the lab and into it, and a person's own images. */
import type { ChosenFile } from '../datasets/files/sourceFile.ts';
import { byAge, putRuns } from '../storage/runs.ts';
import { environmentOf, labVersion } from './environment.ts';
import { getLab, setLab } from './lab.ts';
import { sortFiles } from './files.ts';
import { startAdding, startImport } from './importing.ts';
import { newOnes } from './importedRuns.ts';
import { showError, showInfo } from './notices.ts';
import { openPicture } from './subject.ts';
import { saveText } from './saveFile.ts';
import { noteKept, showUnkept } from './unkept.ts';

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

/** Whatever a person dropped or chose: results, a picture, a dataset, or more than one of them. */
export async function importFiles(files: readonly ChosenFile[]): Promise<void> {
  const { results, picture, pictures, dataset } = sortFiles(files);
  if (picture) await openPicture(picture.file);
  if (pictures.length > 0 && getLab().storedDatasets.length > 0) startAdding(pictures);
  else if (pictures.length > 0) void startImport(pictures);
  if (dataset.length > 0) void startImport(dataset);
  for (const { file } of results) await importResults(file);
}

/** Adds the runs of a results file, all or none; runs that are here already stay as they are. */
export async function importResults(file: File): Promise<void> {
  try {
    const { resultsOf, readJson } = await loadResultFile();
    const { importPlan, importStudy, isPlanFile } = await import('./studyResults.ts');
    const value = await readJson(file);
    if (isPlanFile(value)) return importPlan(value, file.name);
    const { runs, study, isEdited } = await resultsOf(value);
    if (study) return await importStudy(study, { runs, isEdited });
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
