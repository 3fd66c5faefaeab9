/** What kind of files a person dropped. */

/** JSON holds results; everything else is for the reader of datasets, which says what it cannot read. */
export function sortFiles<F extends { readonly name: string; readonly type: string }>(
  files: readonly F[],
): { results: F[]; images: F[] } {
  const isJson = ({ name, type }: F) => /\.json$/i.test(name) || type === 'application/json';
  return { results: files.filter(isJson), images: files.filter((file) => !isJson(file)) };
}
