/**
 * The one dataset that is looked at: loaded when it is first asked for, let go of when another is.
 * What is still being found out about the one before then rejects with code `cancelled`.
 */
import type { SystemChoice } from '../core/system.ts';
import type { Pass } from '../datasets/analysis/slices.ts';
import type { Dataset, DatasetIo } from '../datasets/dataset.ts';
import { chosenDataset } from '../datasets/index.ts';
import { createProgress, type ProgressSurroundings } from '../datasets/importing/progress.ts';
import type { Report } from './library.ts';

export interface ShownDataset {
  use<T>(
    choice: SystemChoice,
    report: Report,
    task: (dataset: Dataset, pass: Pass) => T | Promise<T>,
  ): Promise<T>;
  /** Something else is stored under that id now. */
  forget(id: string): void;
}

interface Shown {
  readonly id: string;
  readonly key: string;
  readonly dataset: Promise<Dataset>;
  readonly ending: AbortController;
}

export function createShownDataset(
  io: DatasetIo,
  { now, breathe }: Pick<ProgressSurroundings, 'now' | 'breathe'>,
): ShownDataset {
  const lastRead = keepLastRead(io);
  let shown: Shown | undefined;

  function show(choice: SystemChoice): Shown {
    const { key, load } = chosenDataset(choice);
    if (shown?.key === key) return shown;
    shown?.ending.abort();
    if (shown?.id !== choice.id) lastRead.forget();
    const next: Shown = {
      ...{ id: choice.id, key, dataset: load(lastRead.io) },
      ending: new AbortController(),
    };
    next.dataset.catch(() => {
      if (shown === next) shown = undefined;
    });
    shown = next;
    return next;
  }

  return {
    async use(choice, report, task) {
      const { dataset, ending } = show(choice);
      const progress = createProgress({
        ...{ report, signal: ending.signal, now, breathe },
      });
      return task(await dataset, (done, of) => progress(done, of, 'Looking at images'));
    },
    forget(id) {
      if (shown?.id !== id) return;
      shown.ending.abort();
      shown = undefined;
      lastRead.forget();
    },
  };
}

/** Other options of a dataset are made from the same stored images: they are read once. */
function keepLastRead({ readAsset, readStored }: DatasetIo): { io: DatasetIo; forget(): void } {
  let held: { readonly id: string; readonly dataset: Promise<Dataset | undefined> } | undefined;

  function read(id: string): Promise<Dataset | undefined> {
    const reading = { id, dataset: readStored(id) };
    const letGo = () => {
      if (held === reading) held = undefined;
    };
    reading.dataset.then((found) => found ?? letGo(), letGo);
    held = reading;
    return reading.dataset;
  }

  return {
    io: { readAsset, readStored: (id) => (held?.id === id ? held.dataset : read(id)) },
    forget: () => void (held = undefined),
  };
}
