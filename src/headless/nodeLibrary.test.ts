/** Files of the disk through the very import of the page, and on to a run. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDefaultSpec } from '../training/specs.ts';
import { createNodeEngine } from './nodeEngine.ts';
import {
  chosenFilesAt,
  createMemoryDatasets,
  createNodeLibrary,
  importFromDisk,
} from './nodeLibrary.ts';

const SIDE = 8;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'library-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A folder `pets` of dark cats and light dogs. */
async function drawPets(count: number): Promise<string> {
  const pets = join(folder, 'pets');
  for (const [name, base] of [
    ['cat', 20],
    ['dog', 200],
  ] as const) {
    await mkdir(join(pets, name), { recursive: true });
    for (let index = 0; index < count; index++) {
      const data = new Uint8Array(SIDE * SIDE).map((_, at) => base + ((at * index) % 40));
      const png = encode({ width: SIDE, height: SIDE, data, channels: 1, depth: 8 });
      await writeFile(join(pets, name, `${index}.png`), png);
    }
  }
  return pets;
}

it('lists the files of a folder as a drop of it would', async () => {
  const files = await chosenFilesAt(await drawPets(2));
  expect(files.map(({ path }) => path)).toEqual(
    ['cat/0.png', 'cat/1.png', 'dog/0.png', 'dog/1.png'].map((path) => `pets/${path}`),
  );
  const [alone] = await chosenFilesAt(join(folder, 'pets/dog/1.png'));
  expect([alone!.path, alone!.file.name]).toEqual(['1.png', '1.png']);
  expect(new Uint8Array(await alone!.file.arrayBuffer()).subarray(1, 4)).toEqual(
    new TextEncoder().encode('PNG'),
  );
});

it('imports a folder of pictures; a run learns from it', async () => {
  const datasets = createMemoryDatasets();
  const card = await importFromDisk(createNodeLibrary(datasets), [await drawPets(10)]);
  expect(card).toMatchObject({
    ...{ label: 'pets', classNames: ['cat', 'dog'], height: SIDE, width: SIDE, channels: 1 },
    ...{ trainCount: 16, testCount: 4 },
  });
  const engine = createNodeEngine({ datasets });
  await engine.open('cpu');
  const spec = {
    ...createDefaultSpec(),
    dataset: { id: card.id, options: {} },
    architecture: { id: 'mlp', options: { width: 8, layers: 1 } },
    encoding: null,
    ...{ trainingImages: 16, steps: 60, batchSize: 8, learningRate: 0.01 },
  };
  const end = await engine.train({ runId: 'run', spec, untilStep: 60 }, vi.fn());
  expect(end).toMatchObject({ outcome: 'finished', final: { testAccuracy: 1 } });
});

it('decodes JPEG, too', async () => {
  for (const [name, value] of [
    ['a', 40],
    ['b', 220],
  ] as const) {
    await mkdir(join(folder, name));
    for (const index of [0, 1, 2]) {
      const data = Buffer.alloc(SIDE * SIDE * 4, value + index);
      await writeFile(
        join(folder, name, `${index}.jpg`),
        encodeJpeg({ width: SIDE, height: SIDE, data }, 90).data,
      );
    }
  }
  const datasets = createMemoryDatasets();
  const { id } = await importFromDisk(createNodeLibrary(datasets), [folder]);
  const { train } = (await datasets.read(id))!;
  const size = train.images.length / train.count;
  train.labels.forEach((label, at) => {
    expect(Math.abs(train.images[at * size]! - (label === 0 ? 41 : 221))).toBeLessThan(5);
  });
});
