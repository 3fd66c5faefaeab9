/** The datasets that the engine keeps in memory: the least recently used goes first. */
import type { SystemChoice } from '../core/system.ts';
import type { Dataset, DatasetIo } from '../datasets/dataset.ts';
import { chosenDataset } from '../datasets/index.ts';

const DATASETS_KEPT = 3;

export interface DatasetShelf {
  /** Loads it where it is not there; rejects for unknown ones and illegal options. */
  get(choice: SystemChoice): Promise<Dataset>;
}

export function createDatasetShelf(io: DatasetIo): DatasetShelf {
  const kept = new Map<string, Promise<Dataset>>();

  function keep(key: string, dataset: Promise<Dataset>): Promise<Dataset> {
    kept.delete(key);
    kept.set(key, dataset); // a map keeps the order of insertion: the newest is last
    const [oldest] = kept.keys();
    if (kept.size > DATASETS_KEPT && oldest) kept.delete(oldest);
    return dataset;
  }

  return {
    async get(choice) {
      const chosen = chosenDataset(choice);
      const held = kept.get(chosen.key);
      if (held) return keep(chosen.key, held);
      const loading = chosen.load(io);
      loading.catch(() => kept.delete(chosen.key));
      return keep(chosen.key, loading);
    },
  };
}
