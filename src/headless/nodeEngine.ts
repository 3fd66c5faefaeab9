/** The same engine from Node: files instead of requests, memory instead of a database. */
import { LabEngine, type EngineSurroundings } from '../engine/labEngine.ts';
import type { DatasetStore } from '../datasets/stored.ts';
import type { Checkpoint, CheckpointStore } from '../training/checkpoint.ts';
import { breathe, now, readAsset } from './nodeSurroundings.ts';

export function createMemoryCheckpoints(): CheckpointStore {
  const kept = new Map<string, Checkpoint>();
  return {
    read: async (runId) => kept.get(runId),
    write: async (checkpoint) => void kept.set(checkpoint.runId, structuredClone(checkpoint)),
    delete: async (runId) => void kept.delete(runId),
  };
}

/** An engine of its own. Datasets besides the lab's own come from `datasets` (nodeLibrary.ts). */
export function createNodeEngine({
  datasets,
  ...surroundings
}: Partial<EngineSurroundings> & { readonly datasets?: DatasetStore } = {}): LabEngine {
  return new LabEngine({
    checkpoints: createMemoryCheckpoints(),
    datasetIo: { readAsset, readStored: async (id) => datasets?.read(id) },
    ...{ now, breathe },
    ...surroundings,
  });
}
