/** Datasets that a person imported: stored in this browser, found by their id, and so in no list. */
import { LabError } from '../core/errors.ts';
import { defineDataset, type DatasetSystem } from './dataset.ts';
import { prepareDataset, preparationOptions } from './preparation.ts';

/** Their ids begin so; what follows is the start of their hash. */
export const OWN = 'own/';

export function ownDataset(id: string): DatasetSystem {
  return defineDataset({
    id,
    label: 'Own files',
    summary: 'A dataset of your own, imported into the browser.',
    reference: 'Own files',
    options: preparationOptions,
    async load(options, io) {
      const stored = await io.readStored(id);
      if (stored) return prepareDataset(stored, options);
      throw new LabError('missing-dataset', {
        found: `no dataset ${id} in this browser: it was imported elsewhere, or deleted`,
        expected: 'the dataset that was imported from your own files',
        fix: 'import the same files again: they are found under the same id',
      });
    },
  });
}
