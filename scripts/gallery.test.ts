import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { architectures } from '../src/architectures/index.ts';
import { encodings } from '../src/encodings/index.ts';
import { galleryFile, galleryText } from './gallery.ts';

it('the gallery is up to date (else: npm run gallery)', async () => {
  expect(await readFile(galleryFile, 'utf8')).toBe(await galleryText());
});

it('has a picture of every encoding with features and of every architecture', async () => {
  const expected = [
    ...encodings.filter(({ id }) => id !== 'none').map(({ id }) => `encoding-${id}.png`),
    ...architectures.map(({ id }) => `architecture-${id}.svg`),
  ];
  expect((await readdir(new URL('gallery/', galleryFile))).sort()).toEqual(expected.sort());
});
