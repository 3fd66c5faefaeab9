/** Datasets in a folder, for the threads that train on them. It lives no longer than a study's run. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Dataset } from '../datasets/dataset.ts';
import { createMemoryDatasets } from './nodeLibrary.ts';
import { writeWholeFile } from './wholeFile.ts';

export function createDiskDatasets(folder: string) {
  const fileOf = (id: string) => join(folder, `${id.replaceAll('/', '-')}.dataset`);
  return {
    ...createMemoryDatasets(),
    async read(id: string): Promise<Dataset | undefined> {
      const bytes = await readFile(fileOf(id)).catch(() => undefined);
      return bytes && (deserialize(bytes) as Dataset);
    },
    async put(dataset: Dataset): Promise<void> {
      await mkdir(folder, { recursive: true });
      await writeWholeFile(fileOf(dataset.id), serialize(dataset));
    },
  };
}
