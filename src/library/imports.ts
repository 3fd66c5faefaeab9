/** What a request for an import means: which files are read, and what they are read as. */
import { LabError } from '../core/errors.ts';
import { cleanName } from '../core/shownText.ts';
import type { ChosenFile } from '../datasets/files/sourceFile.ts';
import { openFiles } from '../datasets/files/openFiles.ts';
import { addPictures } from '../datasets/importing/addingPictures.ts';
import type { Reading } from '../datasets/importing/reading.ts';
import {
  understandFiles,
  type Provenance,
  type Understood,
} from '../datasets/importing/understanding.ts';
import type { DatasetStore } from '../datasets/stored.ts';
import type { ImportRequest } from './library.ts';

/** File names that the source of a dataset lists. */
const LISTED = 6;

/** Of one's own files; those of the Hub are fetched elsewhere. */
export async function readImport(
  request: Exclude<ImportRequest, { from: 'hub' }>,
  reading: Reading,
  store: Pick<DatasetStore, 'read'>,
): Promise<Understood> {
  const files = await openFiles(request.files, reading);
  if (request.from === 'files') {
    return understandFiles(files, provenanceOf(request.files), reading);
  }
  const { datasetId, label } = request.into;
  const stored = await store.read(datasetId);
  if (!stored) throw missing(datasetId);
  return addPictures(stored, label, files, reading);
}

function missing(id: string): LabError {
  return new LabError('missing-dataset', {
    found: `no dataset ${id} in this browser's storage`,
    expected: 'the dataset that the pictures were to be added to',
    fix: 'choose another one, or import it again',
  });
}

/** Files of one's own: named for the folder or the one file that was chosen. */
export function provenanceOf(files: readonly Pick<ChosenFile, 'path'>[]): Provenance {
  const names = files.map(({ path }) => cleanName(path));
  const folders = new Set(names.map((name) => name.split('/').slice(0, -1)[0]));
  const [folder] = folders;
  const origin = { licence: 'as their maker says' };
  if (folders.size === 1 && folder) {
    const count = `${files.length.toLocaleString('en')} ${files.length === 1 ? 'file' : 'files'}`;
    return { ...origin, label: folder, source: `own files: folder ${folder}, ${count}` };
  }
  const listed = names.slice(0, LISTED).join(', ');
  const rest = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  const source = `own files: ${listed}${rest}`;
  const [only] = names;
  return names.length === 1 && only
    ? { ...origin, label: withoutEndings(only), source }
    : { ...origin, source };
}

/** `photos.tar.gz` reads `photos`. */
const withoutEndings = (name: string) =>
  cleanName(name.replace(/(\.(zip|tar|tgz|gz|npz|npy|csv|parquet|bin))+$/i, ''));
