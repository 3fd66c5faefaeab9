/**
 * A dataset as IDX files: images and labels, for one part or for training and test.
 *
 *   images [count, height, width] or [count, height, width, channels]
 *   labels whole numbers [count]
 *
 * Which file is which follows from its rank. Of four files the names say which belong to the test
 * part (`t10k`, `test`), else their counts do: the larger part trains.
 */
import { LabError } from '../../core/errors.ts';
import { shapeText } from '../../core/shapes.ts';
import type { ArraySource } from './arrays/arraySource.ts';
import { readArrays } from './arrays/readArrays.ts';
import type { FileFormat } from './format.ts';
import { openIdx } from './idx.ts';
import { isDocument, someBegin } from './sniffing.ts';

export const idxFiles: FileFormat = {
  id: 'idx',
  label: 'IDX',
  summary: 'Two files (…-images-idx3-ubyte and …-labels-idx1-ubyte) or four (train and t10k).',

  recognises: async (files) =>
    files.some(({ path }) => /idx\d|ubyte|\.idx$/i.test(path)) ||
    (await someBegin(files, 2, (start) => start[0] === 0 && start[1] === 0)),

  async read(files, reading) {
    const arrays: ArraySource[] = [];
    for (const file of files) {
      if (!isDocument(file)) arrays.push({ ...(await openIdx(file)), key: file.path });
      else reading.skip({ name: file.name, reason: 'no IDX file', kind: 'ignored' });
    }
    arrays.forEach(expectPlainRank);
    expectPairs(
      arrays.filter(({ shape }) => shape.length >= 3),
      arrays.filter(({ shape }) => shape.length === 1),
    );
    return readArrays(arrays, reading);
  },
};

function expectPlainRank({ name, shape }: ArraySource): void {
  if (shape.length !== 2) return;
  throw new LabError('idx-rank', {
    found: `${name}, a table of ${shapeText(shape)}`,
    expected: '1 dimension (labels), 3 (grey images) or 4 (images with channels)',
    fix: 'store images with their height and width as dimensions of their own',
  });
}

function expectPairs(images: readonly ArraySource[], labels: readonly ArraySource[]): void {
  const namesOf = (arrays: readonly ArraySource[]) => arrays.map(({ name }) => name).join(' and ');
  const fix = 'choose the images and their labels together: two files, or four with a test part';
  if (labels.length < images.length) {
    const found = `images (${namesOf(images)}) with labels for ${labels.length || 'none'} of them`;
    throw new LabError('labels-missing', { found, expected: 'a labels file for each', fix });
  }
  if (images.length < labels.length) {
    const found = `labels (${namesOf(labels)}) with images for ${images.length || 'none'} of them`;
    throw new LabError('images-missing', { found, expected: 'an images file for each', fix });
  }
  if (images.length > 2) {
    const found = `${images.length + labels.length} files`;
    throw new LabError('file-count', { found, expected: 'two or four', fix });
  }
}
