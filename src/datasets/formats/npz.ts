/**
 * NumPy's arrays: an NPZ archive, whose arrays come as files, or loose NPY files.
 *
 * Names tell which is which (`x_train`, `train_images`, `labels`), else shapes; what neither tells is
 * asked, with a list of the arrays.
 */
import { codeOf, LabError } from '../../core/errors.ts';
import type { SourceFile } from '../files/sourceFile.ts';
import type { ArraySource } from './arrays/arraySource.ts';
import { readArrays } from './arrays/readArrays.ts';
import type { FileFormat } from './format.ts';
import { isNpy, openNpy } from './npy.ts';
import { isDocument, someBegin } from './sniffing.ts';

export const npz: FileFormat = {
  id: 'npz',
  label: 'NumPy (NPZ, NPY)',
  summary: 'One .npz with images and labels (x_train, y_train, …), or a .npy file for each.',

  recognises: async (files) =>
    files.some(isNamedNpy) || (await someBegin(files, MAGIC_BYTES, isNpy)),

  async read(files, reading) {
    const arrays: ArraySource[] = [];
    const refused: LabError[] = [];
    for (const file of files) {
      if (await isArray(file)) {
        const array = await openUnlessRefused(file, refused);
        if (array) arrays.push({ ...array, key: keyOf(file, files) });
      } else reading.skip({ name: file.name, reason: 'no NumPy array', kind: 'ignored' });
    }
    return readArrays(arrays, reading).catch((error: unknown) => {
      throw isMissing(error) ? (refused[0] ?? error) : error;
    });
  },
};

/** An array of texts beside images and labels does no harm: it matters only where one is missing. */
async function openUnlessRefused(
  file: SourceFile,
  refused: LabError[],
): Promise<Omit<ArraySource, 'key'> | undefined> {
  try {
    return await openNpy(file);
  } catch (error) {
    if (!(error instanceof LabError) || !/^npy-(type|pickle)$/.test(error.code)) throw error;
    refused.push(error);
    return undefined;
  }
}

const isMissing = (error: unknown) => /^(images|labels)-missing$/.test(codeOf(error) ?? '');

const MAGIC_BYTES = 6;
const isNamedNpy = ({ path }: SourceFile) => /\.npy$/i.test(path);
const isArray = async (file: SourceFile) =>
  isNamedNpy(file) || (!isDocument(file) && isNpy(await file.slice(0, MAGIC_BYTES)));

/** The name of the array where that is unique, else its path. */
function keyOf({ path }: SourceFile, files: readonly SourceFile[]): string {
  const nameOf = (each: string) =>
    each
      .split('/')
      .at(-1)!
      .replace(/\.npy$/i, '');
  const isUnique = files.filter((other) => nameOf(other.path) === nameOf(path)).length === 1;
  return isUnique ? nameOf(path) : path.replace(/\.npy$/i, '');
}
