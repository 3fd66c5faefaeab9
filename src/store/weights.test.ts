import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { checkpoints } from '../storage/checkpoints.ts';
import { readSafetensors } from '../storage/safetensors.ts';
import { someCheckpoint, someRun } from '../storage/testing.ts';
import { useEngines } from './engines.ts';
import { createLabState, getLab, setLab } from './lab.ts';
import { saveWeights } from './results.ts';
import * as saving from './saveFile.ts';
import { createScriptedEngine, scriptedCard } from './scriptedEngine.ts';
import { weightsOf } from './weights.ts';

beforeEach(() => {
  useEngines(() => createScriptedEngine());
  setLab({ ...createLabState(), runs: [someRun('a', { name: 'Grüner Otter 2' })] }, true);
});

it("a run's weights are its checkpoint's, with the sizes of its images", async () => {
  await checkpoints.write(someCheckpoint('a', 30));
  const { tensors, metadata } = readSafetensors(await weightsOf(getLab().runs[0]!));
  expect(tensors).toEqual(someCheckpoint('a', 30).parameters);
  expect(metadata).toMatchObject({ name: 'Grüner Otter 2', step: '30', classes: '["0","1"]' });
  const { height, width, channels } = scriptedCard;
  expect(JSON.parse(metadata['images']!)).toEqual({ height, width, channels });
});

it('are saved under the name of the run', async () => {
  await checkpoints.write(someCheckpoint('a', 30));
  const save = vi.spyOn(saving, 'saveBlob').mockImplementation(() => {});
  await saveWeights('a');
  expect(getLab().notices).toEqual([]);
  expect(save).toHaveBeenCalledWith(expect.any(Blob), 'gr-ner-otter-2.safetensors');
  expect(save.mock.calls[0]![0].size).toBe((await weightsOf(getLab().runs[0]!)).length);
});

it('that are not here are missed aloud', async () => {
  await checkpoints.delete('a');
  await saveWeights('a');
  expect(getLab().notices[0]).toMatchObject({ kind: 'error' });
  expect(getLab().notices[0]!.text).toContain('no weights of Grüner Otter 2');
});
