import { expect, it } from 'vitest';
import { chosenFile, sortFiles } from './files.ts';

const chosen = (path: string, type = '') => {
  const file = new File(['…'], path.split('/').at(-1)!, { type });
  return { file, path };
};
const results = chosen('mine.JSON');
const typed = chosen('download', 'application/json');
const images = chosen('train-images-idx3-ubyte.gz', 'application/gzip');
const photo = chosen('seven.JPG');
const pasted = chosen('image', 'image/webp');
const nothing = { results: [], picture: null, pictures: [], dataset: [] };

it('tells results from images by name or type', () => {
  expect(sortFiles([results, images, typed])).toEqual({
    ...nothing,
    results: [results, typed],
    dataset: [images],
  });
});

it('a picture alone is one to ask about, several have no class yet', () => {
  expect(sortFiles([photo])).toEqual({ ...nothing, picture: photo });
  expect(sortFiles([pasted, typed])).toEqual({ ...nothing, results: [typed], picture: pasted });
  expect(sortFiles([photo, pasted])).toEqual({ ...nothing, pictures: [photo, pasted] });
  expect(sortFiles([photo, images])).toEqual({ ...nothing, dataset: [photo, images] });
});

it('what lies in a folder is a dataset, JSON and single pictures included', () => {
  const inFolder = [chosen('pets/cat/1.png'), chosen('pets/info.json')];
  expect(sortFiles(inFolder)).toEqual({ ...nothing, dataset: inFolder });
  expect(sortFiles([inFolder[0]!])).toEqual({ ...nothing, dataset: [inFolder[0]] });
});

it('a chosen file keeps its place in its folder', () => {
  const file = new File([], '1.png');
  expect(chosenFile(file).path).toBe('1.png');
  Object.defineProperty(file, 'webkitRelativePath', { value: 'pets/cat/1.png' });
  expect(chosenFile(file).path).toBe('pets/cat/1.png');
});
