import { expect, it } from 'vitest';
import { sortFiles } from './files.ts';

const results = { name: 'mine.JSON', type: '' };
const typed = { name: 'download', type: 'application/json' };
const images = { name: 'train-images-idx3-ubyte.gz', type: 'application/gzip' };
const photo = { name: 'seven.JPG', type: '' };

it('tells results from images by name or type', () => {
  expect(sortFiles([results, images, typed])).toEqual({
    results: [results, typed],
    images: [images],
    picture: null,
  });
});

it('a picture alone is one to ask about, several are a dataset', () => {
  const pasted = { name: 'image', type: 'image/webp' };
  expect(sortFiles([photo])).toEqual({ results: [], images: [], picture: photo });
  expect(sortFiles([pasted, typed])).toEqual({ results: [typed], images: [], picture: pasted });
  expect(sortFiles([photo, pasted])).toEqual({
    results: [],
    images: [photo, pasted],
    picture: null,
  });
  expect(sortFiles([photo, images]).picture).toBeNull();
});
