/**
 * Typefaces: digits 0–9 drawn from several hundred faces of free fonts, slightly turned, slanted,
 * stretched and moved, 28 × 28 grey, white on black, placed as in MNIST.
 *
 *   groups [count]   the family a digit's face belongs to
 *
 * Training and test images come from *different families*, so a model is asked for the idea of a
 * digit, not for a font it has seen. What to expect: harder than its neat look, since test faces
 * include designs like none of the training ones.
 *
 * Ships with the lab; datasets/typefaces/ holds the scripts that drew it, and each font's licence.
 */
import {
  defineDataset,
  sealDataset,
  type DatasetIo,
  type ImageSet,
  type UnsealedDataset,
} from './dataset.ts';
import { unpack } from './files/gzip.ts';
import { readIdx, type IdxArray } from './formats/idx.ts';
import { permutationOptions, permutePixels } from './preparing/permutation.ts';

const SIDE = 28;

/** Each URL is written out, since Vite finds only such literals and ships what they name. */
const files = {
  train: {
    images: new URL('../../datasets/typefaces/train-images-idx3-ubyte.gz', import.meta.url),
    labels: new URL('../../datasets/typefaces/train-labels-idx1-ubyte.gz', import.meta.url),
    families: new URL('../../datasets/typefaces/train-families-idx1-short.gz', import.meta.url),
  },
  test: {
    images: new URL('../../datasets/typefaces/test-images-idx3-ubyte.gz', import.meta.url),
    labels: new URL('../../datasets/typefaces/test-labels-idx1-ubyte.gz', import.meta.url),
    families: new URL('../../datasets/typefaces/test-families-idx1-short.gz', import.meta.url),
  },
};

export const typefaces = defineDataset({
  id: 'typefaces',
  label: 'Typefaces',
  summary: 'Digits from hundreds of free typefaces; the test digits come from other font families.',
  reference: "The lab's own, drawn from free fonts packaged by Debian",
  options: permutationOptions,

  load: async (options, io) => sealDataset(await permutePixels(await readWhole(io), options)),
});

async function readWhole(io: DatasetIo): Promise<UnsealedDataset> {
  return {
    id: 'typefaces',
    label: 'Typefaces',
    height: SIDE,
    width: SIDE,
    channels: 1,
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    train: await readPart(io, files.train),
    test: await readPart(io, files.test),
    source: 'Digits drawn from 953 free font faces; see datasets/typefaces/SOURCES.md',
    licence:
      'Pictures of free fonts, each under its own licence; see datasets/typefaces/SOURCES.md',
  };
}

async function readPart(io: DatasetIo, part: (typeof files)['train']): Promise<ImageSet> {
  const images = await readAsset(io, part.images);
  const labels = await readAsset(io, part.labels);
  const families = await readAsset(io, part.families);
  const count = labels.values.length;
  if (images.values.length !== count * SIDE * SIDE || families.values.length !== count) {
    throw new Error(`typefaces: ${images.shape[0]} images, ${count} labels: rebuild the files`);
  }
  return {
    count,
    images: Uint8Array.from(images.values),
    labels: Uint8Array.from(labels.values),
    groups: Uint16Array.from(families.values),
  };
}

async function readAsset(io: DatasetIo, url: URL): Promise<IdxArray> {
  const name = url.pathname.split('/').at(-1)!;
  return readIdx(await unpack({ name, bytes: await io.readAsset(url) }));
}
