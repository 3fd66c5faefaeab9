/** The Data page: which dataset is looked at, and what of it. */
import { defaultsOf, type OptionRecord, type OptionValue } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Part, Place } from '../datasets/analysis/description.ts';
import { datasets, findDataset } from '../datasets/index.ts';
import { chooseImage } from './chosenImage.ts';
import { showBench } from './comparisons.ts';
import { cardKey } from './datasetCards.ts';
import { descriptionOf } from './descriptions.ts';
import { editSpec } from './draft.ts';
import { getLab, setLab, type LabState } from './lab.ts';
import { lookAt } from './lookAtDataset.ts';
import { showError } from './notices.ts';
import { renameDataset } from '../storage/datasets.ts';
import { deleteDataset, refreshStoredDatasets } from './storedDatasets.ts';
import { showNumbered, type ImageForm } from './subject.ts';
import { showUnkept } from './unkept.ts';

export type { ChosenImage, DataView, DescriptionView } from './dataView.ts';
export { chooseImage } from './chosenImage.ts';
export { descriptionKey, descriptionOf, loadDescription } from './descriptions.ts';

/** Opens the page with the dataset that was last looked at there, else the set-up's. */
export function showData(): void {
  const { view, data, draft } = getLab();
  if (view.kind !== 'data') lookAt(data.last ?? draft.dataset, 'push');
}

/** Shows a dataset with the options that were last chosen for it, else with its own. */
export function showDataset(id: string): void {
  lookAt({ id, options: knownOptions(id) }, 'push');
}

function knownOptions(id: string): OptionRecord {
  const { draft, putAside, data } = getLab();
  if (data.last?.id === id) return data.last.options;
  if (draft.dataset.id === id) return draft.dataset.options;
  return putAside[`dataset/${id}`] ?? (defaultsOf(findDataset(id).options) as OptionRecord);
}

/** What a link, or the browser's Back, asks for. */
export const openDataset = (choice: SystemChoice): void => lookAt(choice, 'replace');

/** Sets an option of the dataset that is looked at; the set-up keeps its own until asked. */
export function setDatasetOption(name: string, value: OptionValue): void {
  const { view } = getLab();
  if (view.kind !== 'data') return;
  const { id, options } = view.choice;
  lookAt({ id, options: { ...options, [name]: value } }, 'replace');
}

/** Finds out which datasets this browser keeps. Never rejects. */
export async function listKept(): Promise<void> {
  await refreshStoredDatasets().catch(showUnkept);
  setLab(({ data }) => ({ data: { ...data, isListed: true } }));
}

export async function renameKept(id: string, label: string): Promise<void> {
  try {
    await renameDataset(id, label.trim());
    await refreshStoredDatasets();
  } catch (error) {
    showError(error);
  }
}

/** Deletes a stored dataset; the page goes on to one that is here where nothing leads back. */
export async function deleteKept(id: string): Promise<void> {
  await deleteDataset(id);
  const { view, draft } = getLab();
  const isShown = view.kind === 'data' && view.choice.id === id;
  if (isShown && !datasets.some((each) => each.id === id)) lookAt(draft.dataset, 'replace');
}

/** Is it here: does it come with the lab, or is it stored in this browser? */
export function isHere(id: string, { storedDatasets }: Pick<LabState, 'storedDatasets'>): boolean {
  if (storedDatasets.some((stored) => stored.id === id)) return true;
  return datasets.some((each) => each.id === id && !each.download);
}

export function choosePart(part: Part): void {
  setLab(({ data }) => ({ data: { ...data, part, chosen: null } }));
}

/** @param label null: all classes */
export function chooseLabel(label: number | null): void {
  setLab(({ data }) => ({ data: { ...data, label, chosen: null } }));
}

/** Goes to an image wherever it is: in its part, among all classes unless its own is shown. */
export function goTo(place: Place): void {
  const { view, data } = getLab();
  if (view.kind !== 'data') return;
  const description = descriptionOf(getLab(), view.choice);
  const isShown =
    data.label === null || description?.labels[place.part][place.index] === data.label;
  setLab({ data: { ...data, part: place.part, label: isShown ? data.label : null } });
  chooseImage(place);
}

/** Puts the dataset, as it is looked at, into the set-up, and goes there. */
export function trainOnThis(): void {
  const { view, draft } = getLab();
  if (view.kind !== 'data') return;
  const trainCount = descriptionOf(getLab(), view.choice)?.labels.train.length;
  const trainingImages = Math.min(draft.trainingImages, trainCount ?? draft.trainingImages);
  editSpec({ dataset: view.choice, trainingImages });
  showBench();
}

/** true: the bench can ask its models about this image. */
export function canAsk({ view, data, runs, selectedId, draft }: LabState): boolean {
  if (view.kind !== 'data' || data.chosen?.place.part !== 'test') return false;
  const { dataset } = runs.find(({ id }) => id === selectedId)?.spec ?? draft;
  return cardKey(dataset, 0) === cardKey(view.choice, 0);
}

/** Takes the chosen test image to the bench, as what models are asked about. */
export async function askAboutChosen(form: ImageForm): Promise<void> {
  const { view, data } = getLab();
  if (view.kind !== 'data' || !data.chosen) return;
  const { index } = data.chosen.place;
  const label = descriptionOf(getLab(), view.choice)?.labels.test[index] ?? 0;
  showBench();
  await showNumbered(view.choice, { number: index, label, form });
}
