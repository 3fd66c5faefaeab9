/** What the import dialog shows: where images come from, how far reading is, what was understood. */
import type { ChosenFile } from '../datasets/files/sourceFile.ts';
import type { Answers } from '../datasets/importing/reading.ts';
import type { ImportPreview, ImportRequest, LibraryProgress } from '../library/library.ts';

export type ImportOrigin =
  | { readonly from: 'files' }
  /** Loose pictures: into a class of a dataset that is here, or a dataset of their own. */
  | { readonly from: 'pictures'; readonly files: readonly ChosenFile[] }
  | { readonly from: 'hub' }
  | { readonly from: 'webcam' };

export interface ImportView {
  readonly origin: ImportOrigin;
  /**
   * choosing: the Hub's form, the camera, the class for pictures; read: waits for the person;
   * failed: nothing can be accepted. Reading again keeps the preview before in sight.
   */
  readonly phase: 'choosing' | 'reading' | 'read' | 'storing' | 'failed';
  readonly request: ImportRequest | null;
  readonly answers: Answers;
  readonly progress: LibraryProgress | null;
  readonly preview: ImportPreview | null;
  /** Why reading or storing failed. */
  readonly fault: string | null;
}

/** A download of a dataset of the list; null in the state once it is here. */
export interface DownloadView {
  readonly id: string;
  readonly progress: LibraryProgress | null;
  /** Why it failed; null while it goes on. */
  readonly fault: string | null;
}

export function createImportView(origin: ImportOrigin): ImportView {
  const nothing = { request: null, progress: null, preview: null, fault: null };
  return { origin, phase: 'choosing', answers: {}, ...nothing };
}
