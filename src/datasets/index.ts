/** The datasets, in the order shown to people; imported ones are found by their id. */
import { LabError } from '../core/errors.ts';
import { cifar10 } from './cifar10.ts';
import type { DatasetSystem } from './dataset.ts';
import { fashionMnist } from './fashionMnist.ts';
import { kmnist } from './kmnist.ts';
import { mnist } from './mnist.ts';
import { typefaces } from './typefaces.ts';
import { whatAndWhere } from './whatAndWhere.ts';
import { where } from './where.ts';

export const datasets: readonly DatasetSystem[] = [
  ...[typefaces, where, whatAndWhere],
  ...[mnist, fashionMnist, kmnist, cifar10],
];

/** Ids of imported datasets begin so; what follows is the start of their hash. */
const OWN = 'own/';

export function findDataset(id: string): DatasetSystem {
  if (id.startsWith(OWN)) return ownDataset(id);
  const found = datasets.find((each) => each.id === id);
  if (found) return found;
  throw new LabError('unknown-dataset', {
    found: `dataset "${id}"`,
    expected: `one of ${datasets.map((each) => each.id).join(', ')}, or ${OWN}… for own files`,
    fix: 'choose one of them, or open the file with the version that wrote it',
  });
}

function ownDataset(id: string): DatasetSystem {
  return {
    id,
    label: 'Own files',
    summary: 'A dataset that was imported from files and is stored in this browser.',
    reference: 'Own files',
    options: {},
    async load(_options, io) {
      const stored = await io.readStored(id);
      if (stored) return stored;
      throw new LabError('missing-dataset', {
        found: `no dataset ${id} in this browser's storage`,
        expected: 'the dataset that was imported from your own files',
        fix: 'drop the same images and labels files on the page again: they get the same id',
      });
    },
  };
}
