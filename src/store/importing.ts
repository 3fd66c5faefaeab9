/**
 * Images of one's own on their way into the lab: read, shown, and only then stored. One at a time; a
 * new one takes the place of the one before.
 */
import { codeOf } from '../core/errors.ts';
import type { ChosenFile } from '../datasets/files/sourceFile.ts';
import type { Answers } from '../datasets/importing/reading.ts';
import type { StoredDatasetCard } from '../datasets/stored.ts';
import type {
  HubChoice,
  HubListing,
  ImportRequest,
  LibraryProgress,
  Report,
} from '../library/library.ts';
import { editSpec } from './draft.ts';
import { explain } from './explain.ts';
import { createImportView, type ImportOrigin, type ImportView } from './importView.ts';
import { getLab, setLab } from './lab.ts';
import { library, stopReading } from './libraries.ts';
import { lookAt } from './lookAtDataset.ts';
import { showInfo } from './notices.ts';
import { refreshStoredDatasets } from './storedDatasets.ts';
import { countText } from './wording.ts';

export type { HubChoice, HubListing, ImportPreview, LibraryProgress } from '../library/library.ts';
export type { UnderstoodImport } from '../library/library.ts';
export type { ImportOrigin, ImportView } from './importView.ts';
export type { AskedQuestion, SkippedFile } from '../datasets/importing/reading.ts';
export type { ChosenFile } from '../datasets/files/sourceFile.ts';

/** Progress is shown at most this often. */
const PROGRESS_MS = 100;

/** Which reading is the newest: what older ones still answer concerns nobody. */
let newest = 0;

/** Reads files as a dataset and shows what was understood. */
export function startImport(files: readonly ChosenFile[]): Promise<void> {
  begin({ from: 'files' });
  return read({ from: 'files', files });
}

/** Asks where loose pictures belong: a class of a dataset that is here, or a dataset of their own. */
export const startAdding = (files: readonly ChosenFile[]): void =>
  begin({ from: 'pictures', files });
export const startHubImport = (): void => begin({ from: 'hub' });
export const startWebcam = (): void => begin({ from: 'webcam' });

/** Reads what was chosen in the dialog: from the camera, loose pictures, … */
export const readAsDataset = (files: readonly ChosenFile[]): Promise<void> =>
  read({ from: 'files', files });

/** … pictures for a class of a dataset that is here, … */
export const readIntoClass = (
  files: readonly ChosenFile[],
  into: { readonly datasetId: string; readonly label: number },
): Promise<void> => read({ from: 'images', files, into });

/** … or of the Hub. */
export const readHub = (choice: HubChoice): Promise<void> => read({ from: 'hub', choice });

/** Reads again with that answer. */
export async function answerQuestion(id: string, answer: string): Promise<void> {
  const { importing } = getLab();
  if (importing?.request) await read(importing.request, { ...importing.answers, [id]: answer });
}

/** Reads the same once more, after an error. */
export async function readAgain(): Promise<void> {
  const { importing } = getLab();
  if (importing?.request) await read(importing.request, importing.answers);
}

/** Back to the form or the camera that the files came from. */
export function backToChoosing(): void {
  const { importing } = getLab();
  if (!importing || importing.origin.from === 'files') return;
  forget();
  setLab({ importing: createImportView(importing.origin) });
}

/** Stores what was understood under that name and chooses it in the set-up. */
export async function acceptImport(label: string): Promise<void> {
  const { importing } = getLab();
  if (importing?.phase !== 'read' || !importing.preview) return;
  const reading = newest;
  patch({ phase: 'storing', fault: null });
  try {
    const card = await library().accept(importing.preview.token, label);
    await refreshStoredDatasets();
    if (reading === newest) setLab({ importing: null });
    chooseImported(card);
  } catch (error) {
    const phase = isForgotten(error) ? 'failed' : 'read';
    if (reading === newest) patch({ phase, fault: explain(error) });
  }
}

/** The worker broke, now or since it read: another one has to read the same once more. */
const isForgotten = (error: unknown): boolean =>
  ['preview-gone', 'library-fault', 'worker-ended'].includes(codeOf(error) ?? '');

/** Closes the dialog; nothing of it is kept. What is being stored is stored to the end. */
export function discardImport(): void {
  const { importing } = getLab();
  if (!importing || importing.phase === 'storing') return;
  forget();
  setLab({ importing: null });
}

export type HubAnswer =
  | { readonly listing: HubListing; readonly fault: null }
  | { readonly listing: null; readonly fault: string };

/** What the Hugging Face Hub has under that id. Never rejects. */
export async function lookUpHub(id: string): Promise<HubAnswer> {
  try {
    return { listing: await library().lookUpHub(id), fault: null };
  } catch (error) {
    return { listing: null, fault: explain(error) };
  }
}

function begin(origin: ImportOrigin): void {
  if (getLab().importing) forget();
  setLab({ importing: createImportView(origin) });
}

/** Whatever is being read ends; the worker lets go of it. */
function forget(): void {
  newest++;
  if (getLab().importing?.request) void stopReading();
}

async function read(request: ImportRequest, answers: Answers = {}): Promise<void> {
  const reading = ++newest;
  patch({ phase: 'reading', request, answers, progress: null, fault: null });
  const report = seldom((progress) => {
    // A report may come after the answer: it travels on a port of its own.
    if (reading === newest && getLab().importing?.phase === 'reading') patch({ progress });
  });
  try {
    const preview = await library().preview(request, answers, report);
    if (reading === newest) patch({ phase: 'read', preview, progress: null });
  } catch (error) {
    if (reading !== newest || codeOf(error) === 'cancelled') return;
    // A preview before stays: another answer to its questions may mend it.
    patch({ phase: 'failed', fault: explain(error), progress: null });
  }
}

function patch(change: Partial<ImportView>): void {
  setLab(({ importing }) => (importing ? { importing: { ...importing, ...change } } : {}));
}

/** Passes on a report when something new is being done, else a few times a second. */
export function seldom(report: Report): Report {
  let at = -Infinity;
  let what = '';
  return (progress: LibraryProgress) => {
    const now = performance.now();
    if (progress.what === what && now - at < PROGRESS_MS) return;
    [at, what] = [now, progress.what];
    report(progress);
  };
}

/** A link may have asked for these very images before they were here: then its options stay. */
function chooseImported({ id, label, trainCount, testCount }: StoredDatasetCard): void {
  const { draft, view } = getLab();
  const trainingImages = Math.min(draft.trainingImages, trainCount);
  const dataset = draft.dataset.id === id ? draft.dataset : { id, options: {} };
  editSpec({ dataset, trainingImages });
  if (view.kind === 'data') lookAt(dataset, 'push');
  showInfo(
    `Imported ${label}: ${countText(trainCount)} training and ${countText(testCount)} test images.`,
  );
}
