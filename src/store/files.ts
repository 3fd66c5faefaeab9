/** What kind of files a person dropped. */
import { isPicture } from './readPicture.ts';

interface FileName {
  readonly name: string;
  readonly type: string;
}

export interface SortedFiles<F> {
  readonly results: F[];
  /** For the reader of datasets, which says what it cannot read. */
  readonly images: F[];
  /** One picture alone, to be asked about; several are for the reader of datasets. */
  readonly picture: F | null;
}

/** JSON holds results; a picture that comes alone is a question; the rest should be a dataset. */
export function sortFiles<F extends FileName>(files: readonly F[]): SortedFiles<F> {
  const isJson = ({ name, type }: F) => /\.json$/i.test(name) || type === 'application/json';
  const results = files.filter(isJson);
  const others = files.filter((file) => !isJson(file));
  const [only] = others;
  const isAlone = others.length === 1 && only !== undefined && isPicture(only);
  return { results, images: isAlone ? [] : others, picture: isAlone ? only : null };
}
