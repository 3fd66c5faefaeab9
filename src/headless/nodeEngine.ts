/** The same engine from Node: files instead of requests, memory instead of a database. */
import { readFile } from 'node:fs/promises';
import type { Dataset } from '../datasets/dataset.ts';
import { importFiles } from '../datasets/formats/importFiles.ts';
import { LabEngine, type EngineSurroundings } from '../engine/labEngine.ts';
import type { Checkpoint, CheckpointStore } from '../training/checkpoint.ts';

export function createMemoryCheckpoints(): CheckpointStore {
  const kept = new Map<string, Checkpoint>();
  return {
    read: async (runId) => kept.get(runId),
    write: async (checkpoint) => void kept.set(checkpoint.runId, structuredClone(checkpoint)),
    delete: async (runId) => void kept.delete(runId),
  };
}

/** An engine of its own; imported datasets live as long as it does. */
export function createNodeEngine(surroundings: Partial<EngineSurroundings> = {}): LabEngine {
  const imported = new Map<string, Dataset>();
  return new LabEngine({
    checkpoints: createMemoryCheckpoints(),
    datasetIo: {
      readAsset: async (url) => new Uint8Array(await readFile(url)),
      readStored: async (id) => imported.get(id),
    },
    async importDataset(files) {
      const dataset = await importFiles(files);
      imported.set(dataset.id, dataset);
      return dataset;
    },
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    ...surroundings,
  });
}
