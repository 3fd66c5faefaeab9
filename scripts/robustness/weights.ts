/**
 * Trained weights in a folder, one safetensors file for each run (docs/FILES.md, Weights), so that
 * what was trained once is measured many times. The engine reads them as its checkpoints.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMemoryCheckpoints } from '../../src/headless/nodeEngine.ts';
import { readSafetensors } from '../../src/storage/safetensors.ts';
import { weightsFile, type WeightsImages } from '../../src/storage/weightsFile.ts';
import type { Checkpoint, CheckpointStore } from '../../src/training/checkpoint.ts';
import { emptyHistory } from '../../src/training/history.ts';
import { canonicalText, readSpec } from '../../src/training/specs.ts';
import type { RunSpec } from '../../src/training/spec.ts';

export interface WeightsFolder extends CheckpointStore {
  /** Are there weights of exactly this run? */
  has(runId: string, spec: RunSpec): Promise<boolean>;
  /** Writes the run's newest checkpoint to its file. */
  keep(runId: string, spec: RunSpec, images: WeightsImages): Promise<void>;
}

/** What is written while a run trains stays in memory until it is kept. */
export function openWeightsFolder(folder: string): WeightsFolder {
  const memory = createMemoryCheckpoints();
  const fileOf = (runId: string) => join(folder, `${runId}.safetensors`);
  const readFileOf = async (runId: string) =>
    existsSync(fileOf(runId)) ? readSafetensors(await readFile(fileOf(runId))) : undefined;
  return {
    ...memory,
    async read(runId) {
      const file = await readFileOf(runId);
      return file ? checkpointOf(runId, file) : memory.read(runId);
    },
    async delete(runId) {
      await memory.delete(runId);
      await rm(fileOf(runId), { force: true });
    },
    async has(runId, spec) {
      const file = await readFileOf(runId);
      if (!file) return false;
      // Read anew: an option that the lab has got since is at its default in older weights.
      const own = readSpec(JSON.parse(file.metadata.spec!), `${runId}.safetensors`);
      return canonicalText(own) === canonicalText(spec);
    },
    async keep(runId, spec, images) {
      const checkpoint = await memory.read(runId);
      if (!checkpoint) throw new Error(`${runId} left no checkpoint`);
      const app = { version: 'unknown', commit: 'unknown' };
      await mkdir(folder, { recursive: true });
      await writeFile(
        `${fileOf(runId)}.part`,
        weightsFile(checkpoint, { name: runId, spec, app }, images),
      );
      await rename(`${fileOf(runId)}.part`, fileOf(runId)); // whole or not at all
      await memory.delete(runId);
    },
  };
}

/** Enough to answer with, not to train on. */
function checkpointOf(
  runId: string,
  { tensors, metadata }: ReturnType<typeof readSafetensors>,
): Checkpoint {
  return {
    ...{ version: 1, runId, datasetSha256: metadata.datasetSha256!, step: Number(metadata.step) },
    ...{ parameters: tensors, slots: [], history: emptyHistory() },
    pending: { loss: 0, correct: 0, examples: 0 },
    trainedMs: 0,
  };
}
