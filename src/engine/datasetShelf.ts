/** The datasets that the engine keeps in memory: the least recently used goes first. */
import { readOptions } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Dataset, DatasetIo } from '../datasets/dataset.ts';
import { findDataset } from '../datasets/index.ts';

const DATASETS_KEPT = 3;

export interface DatasetShelf {
  /** Loads it where it is not there; rejects for unknown ones and illegal options. */
  get(choice: SystemChoice): Promise<Dataset>;
  /** Puts a dataset there that came from elsewhere. */
  put(dataset: Dataset): void;
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
      const key = keyOf(choice);
      const held = kept.get(key);
      if (held) return keep(key, held);
      const system = findDataset(choice.id);
      const options = readOptions(system.options, choice.options, system.label);
      const loading = system.load(options, io);
      loading.catch(() => kept.delete(key));
      return keep(key, loading);
    },
    put: (dataset) => void keep(keyOf({ id: dataset.id, options: {} }), Promise.resolve(dataset)),
  };
}

const keyOf = ({ id, options }: SystemChoice) => JSON.stringify({ id, options });
