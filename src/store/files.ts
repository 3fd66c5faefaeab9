/** What kind of files a person dropped or chose. */
import type { ChosenFile } from '../datasets/files/sourceFile.ts';
import { isPicture } from './readPicture.ts';

/** As a file input gives it: `webkitRelativePath` is filled in where a folder was chosen. */
export function chosenFile(file: File): ChosenFile {
  return { file, path: file.webkitRelativePath || file.name };
}

export interface SortedFiles {
  readonly results: ChosenFile[];
  /** One picture alone, to be asked about. */
  readonly picture: ChosenFile | null;
  /** Several pictures that lie in no folder: no folder names their class. */
  readonly pictures: ChosenFile[];
  /** For the reader of datasets, which says what it cannot read. */
  readonly dataset: ChosenFile[];
}

/** JSON holds results; within a folder it is part of what was dropped there. */
export function sortFiles(files: readonly ChosenFile[]): SortedFiles {
  const results = files.filter(isResults);
  const others = files.filter((file) => !isResults(file));
  const [first] = others;
  const areLoosePictures = others.every(({ file, path }) => isPicture(file) && isLoose(path));
  if (!first || !areLoosePictures) return { results, picture: null, pictures: [], dataset: others };
  if (others.length === 1) return { results, picture: first, pictures: [], dataset: [] };
  return { results, picture: null, pictures: others, dataset: [] };
}

const isLoose = (path: string) => !path.includes('/');

const isResults = ({ file, path }: ChosenFile) =>
  isLoose(path) && (/\.json$/i.test(file.name) || file.type === 'application/json');
