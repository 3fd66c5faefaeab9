import { expect, it } from 'vitest';
import { sortFiles } from './files.ts';

it('tells results from images by name or type', () => {
  const results = { name: 'mine.JSON', type: '' };
  const typed = { name: 'download', type: 'application/json' };
  const images = { name: 'train-images-idx3-ubyte.gz', type: 'application/gzip' };
  expect(sortFiles([results, images, typed])).toEqual({
    results: [results, typed],
    images: [images],
  });
});
