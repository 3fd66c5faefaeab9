import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Checkpoint } from '../training/checkpoint.ts';
import { createDefaultSpec } from '../training/specs.ts';
import { createDiskCheckpoints } from './diskCheckpoints.ts';
import { createNodeEngine } from './nodeEngine.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoints-'));
});
afterEach(() => rm(folder, { recursive: true }));

const spec = {
  ...createDefaultSpec(),
  dataset: { id: 'where', options: {} },
  architecture: { id: 'mlp', options: { width: 8, layers: 1 } },
  encoding: null,
  ...{ trainingImages: 40, steps: 6, batchSize: 8 },
};

/** Of a run that was paused. */
async function trainTo(step: number): Promise<Checkpoint> {
  const checkpoints = createDiskCheckpoints(folder);
  const engine = createNodeEngine({ checkpoints });
  await engine.open('cpu');
  await engine.train({ runId: 'run', spec, untilStep: step }, vi.fn());
  return (await checkpoints.read('run'))!;
}

it('gives back what was written, to another process, too', async () => {
  const checkpoint = await trainTo(3);
  expect(checkpoint).toMatchObject({ version: 1, runId: 'run', step: 3 });
  expect(checkpoint.parameters[0]!.values).toBeInstanceOf(Float32Array);
  expect(await createDiskCheckpoints(folder).read('run')).toEqual(checkpoint);
  expect(await readdir(folder)).toEqual(['run.checkpoint']);
});

it('replaces and deletes', async () => {
  await trainTo(3);
  expect((await trainTo(5)).step).toBe(5);
  const checkpoints = createDiskCheckpoints(folder);
  await checkpoints.delete('run');
  await checkpoints.delete('run');
  expect(await checkpoints.read('run')).toBeUndefined();
});

it('takes a damaged file for none, and one of another run', async () => {
  await trainTo(3);
  const file = join(folder, 'run.checkpoint');
  const bytes = await readFile(file);
  const checkpoints = createDiskCheckpoints(folder);
  for (const damaged of [bytes.subarray(0, 3), bytes.subarray(0, -1), Buffer.alloc(0)]) {
    await writeFile(file, damaged);
    expect(await checkpoints.read('run')).toBeUndefined();
  }
  const flipped = Buffer.from(bytes);
  flipped[200]! ^= 1;
  await writeFile(file, flipped);
  expect(await checkpoints.read('run')).toBeUndefined();
  await writeFile(join(folder, 'other.checkpoint'), bytes);
  expect(await checkpoints.read('other')).toBeUndefined();
});
