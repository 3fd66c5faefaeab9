/** The engine as the worker has it, where there is no IndexedDB: as here, in Node. */
import { expect, it, vi } from 'vitest';
import { checkpoints } from '../storage/checkpoints.ts';
import { createCheckpointsOrMemory } from '../storage/checkpointsOrMemory.ts';
import { createDefaultSpec } from '../training/specs.ts';
import { createNodeEngine } from './nodeEngine.ts';

const spec = {
  ...createDefaultSpec(),
  dataset: { id: 'where', options: {} },
  architecture: { id: 'mlp', options: { width: 8, layers: 1 } },
  encoding: null,
  ...{ trainingImages: 64, steps: 4, batchSize: 16 },
};

it('a run trains, pauses, goes on in another session, ends, answers and is forgotten', async () => {
  expect(typeof indexedDB).toBe('undefined');
  const engine = createNodeEngine({ checkpoints: createCheckpointsOrMemory(checkpoints, vi.fn()) });
  await engine.open('cpu');
  const order = { runId: 'run', spec };
  expect(await engine.train({ ...order, untilStep: 2 }, vi.fn())).toMatchObject({
    outcome: 'paused',
    step: 2,
  });
  await engine.open('cpu'); // lets go of what is in memory besides the checkpoint
  const first = vi.fn();
  const end = await engine.train({ ...order, untilStep: 4 }, first);
  expect(end).toMatchObject({ outcome: 'finished', step: 4 });
  expect(first.mock.calls[0]![0]).toMatchObject({ step: expect.toSatisfy((step) => step > 2) });
  const { height, width, channels } = await engine.inspectDataset(spec.dataset, 0);
  const answer = await engine.predict('run', spec, new Float32Array(height * width * channels), 1);
  expect(answer.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
  await engine.forget('run');
});
