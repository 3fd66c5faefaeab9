/** The datasets, in the order shown to people; imported ones are found by their id. */
import { LabError } from '../core/errors.ts';
import { readOptions } from '../core/options.ts';
import type { SystemChoice } from '../core/system.ts';
import { cifar10 } from './cifar10.ts';
import type { Dataset, DatasetIo, DatasetSystem } from './dataset.ts';
import { fashionMnist } from './fashionMnist.ts';
import { kmnist } from './kmnist.ts';
import { mnist } from './mnist.ts';
import { OWN, ownDataset } from './own.ts';
import { typefaces } from './typefaces.ts';
import { whatAndWhere } from './whatAndWhere.ts';
import { where } from './where.ts';

export const datasets: readonly DatasetSystem[] = [
  ...[typefaces, where, whatAndWhere],
  ...[mnist, fashionMnist, kmnist, cifar10],
];

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

/** A dataset as it was chosen; `key` is the same for all choices that mean the same images. */
export interface ChosenDataset {
  readonly key: string;
  load(io: DatasetIo): Promise<Dataset>;
}

/** Throws for unknown datasets and illegal options; missing options are the defaults. */
export function chosenDataset({ id, options }: SystemChoice): ChosenDataset {
  const system = findDataset(id);
  const resolved = readOptions(system.options, options, system.label);
  return { key: JSON.stringify([id, resolved]), load: (io) => system.load(resolved, io) };
}
