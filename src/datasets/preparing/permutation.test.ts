/** Pixels moved elsewhere: what becomes of images, of their hash, and of what models know. */
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import { datasetOf, partOf } from '../analysis/testing.ts';
import type { Dataset } from '../dataset.ts';
import { prepareDataset } from '../preparation.ts';

const size = { height: 4, width: 3, channels: 2 };
const VALUES = 4 * 3 * 2;
const draw = (name: string) =>
  Array.from(createRandom(5).stream(name).uniforms(VALUES), (value) => Math.floor(256 * value));

const stored: Dataset = datasetOf(
  { ...size, classes: 2 },
  {
    train: partOf([draw('a'), draw('b')], [0, 1]),
    test: partOf([draw('c')], [1]),
  },
);

/** [pixels][channels] of an image of a set. */
const pixelsOf = (images: Uint8Array, image: number) =>
  Array.from({ length: VALUES / 2 }, (_, pixel) => [
    images[image * VALUES + 2 * pixel]!,
    images[image * VALUES + 2 * pixel + 1]!,
  ]);

describe('permuted pixels', () => {
  it('lie elsewhere, in the same way in every image of both parts', async () => {
    const { train, test, origins } = await prepareDataset(stored, { permutation: 'told' });
    expect([...origins!].sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
    expect([...origins!]).not.toEqual([...Array(12).keys()]);
    for (const [moved, before] of [
      [pixelsOf(train.images, 0), pixelsOf(stored.train.images, 0)],
      [pixelsOf(train.images, 1), pixelsOf(stored.train.images, 1)],
      [pixelsOf(test.images, 0), pixelsOf(stored.test.images, 0)],
    ] as const) {
      expect(moved).toEqual(Array.from(origins!, (origin) => before[origin]));
    }
    expect(train.labels).toEqual(stored.train.labels);
  });

  it('tell where they came from, or do not', async () => {
    const told = await prepareDataset(stored, { permutation: 'told' });
    const moved = await prepareDataset(stored, { permutation: 'moved' });
    expect(moved.train.images).toEqual(told.train.images);
    expect(moved.origins).toBeUndefined();
    const hashes = [stored, told, moved].map(({ sha256 }) => sha256);
    expect(new Set(hashes).size).toBe(3);
  });

  it('are moved in another way by another seed, and again the same by the same', async () => {
    const by = (permutationSeed: number) =>
      prepareDataset(stored, { permutation: 'told', permutationSeed });
    expect((await by(1)).sha256).toBe((await by(1)).sha256);
    expect((await by(2)).origins).not.toEqual((await by(1)).origins);
    expect(await prepareDataset(stored, { permutationSeed: 2 })).toBe(stored);
  });

  it('are those of the size that was asked for', async () => {
    const small = await prepareDataset(stored, { side: '8px', permutation: 'told' });
    expect([small.height, small.width, small.origins!.length]).toEqual([8, 6, 48]);
  });

  it('do not lie on a sphere', async () => {
    const error = await prepareDataset(stored, { permutation: 'moved', surface: 'sphere' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(codeOf(error)).toBe('permuted-sphere');
  });
});
