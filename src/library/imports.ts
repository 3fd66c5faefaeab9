/** What a request for an import means: which files are read, and what they are read as. */
import { cleanName } from '../core/shownText.ts';
import type { ChosenFile } from '../datasets/files/sourceFile.ts';
import { openFiles } from '../datasets/files/openFiles.ts';
import type { Reading } from '../datasets/importing/reading.ts';
import {
  understandFiles,
  type Provenance,
  type Understood,
} from '../datasets/importing/understanding.ts';
import type { ImportRequest } from './library.ts';

/** File names that the source of a dataset lists. */
const LISTED = 6;

export async function readImport(request: ImportRequest, reading: Reading): Promise<Understood> {
  switch (request.from) {
    case 'files': {
      const files = await openFiles(request.files, reading);
      return understandFiles(files, provenanceOf(request.files), reading);
    }
    default:
      throw new Error(`images from ${request.from} cannot be read yet`);
  }
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
