/**
 * Datasets that a person imported, whole or not at all. The manifest (a card without pixels) is
 * small and quick to list; images and labels lie in `chunks`.
 */
import type { Dataset, DatasetIo, ImageSet } from '../datasets/dataset.ts';
import { bytesOf, checkParts, damaged, deleteParts, getParts, putParts, sealOf } from './chunks.ts';
import type { PartSeal } from './chunks.ts';
import { changeIn, readFrom } from './database.ts';

/** What a list shows of a stored dataset. */
export interface StoredDatasetCard extends Omit<Dataset, 'train' | 'test'> {
  readonly trainCount: number;
  readonly testCount: number;
  readonly bytes: number;
  /** ISO 8601, UTC. */
  readonly storedAt: string;
}

interface Manifest {
  readonly version: 1;
  readonly card: StoredDatasetCard;
  readonly train: StoredImageSet;
  readonly test: StoredImageSet;
}

/** The parts of an ImageSet in `chunks`; uint16 is little-endian there. */
interface StoredImageSet {
  readonly count: number;
  readonly images: PartSeal;
  readonly labels: PartSeal;
  readonly groups: PartSeal | null;
}

/** A DatasetIo's `readStored`. */
export const readStoredDataset: DatasetIo['readStored'] = async (id) => {
  const owner = ownerOf(id);
  const stored = await readFrom(['datasets', 'chunks'], async (transaction) => {
    const value = await transaction.objectStore('datasets').get(id);
    if (value === undefined) return undefined;
    if (!isManifest(value)) throw damaged(owner);
    return { manifest: value, parts: await getParts(transaction, owner, sealsOf(value)) };
  });
  if (!stored) return undefined;
  checkParts(owner, stored.parts, sealsOf(stored.manifest));
  return restore(stored.manifest, stored.parts);
};

/** Stores a dataset under its id, in place of one that has it. */
export async function writeDataset(dataset: Dataset): Promise<void> {
  const manifest = describe(dataset);
  const parts = [...partsOf(dataset.train), ...partsOf(dataset.test)];
  await changeIn(
    ['datasets', 'chunks'],
    async (transaction) => {
      await putParts(transaction, ownerOf(dataset.id), parts);
      await transaction.objectStore('datasets').put(manifest, dataset.id);
    },
    'strict',
  );
}

/** Newest first. A damaged manifest is left out; deleting its id still frees its room. */
export async function listDatasets(): Promise<StoredDatasetCard[]> {
  const values = await readFrom(['datasets'], (transaction) =>
    transaction.objectStore('datasets').getAll(),
  );
  return values
    .filter(isManifest)
    .map((manifest) => manifest.card)
    .sort((a, b) => b.storedAt.localeCompare(a.storedAt));
}

export function deleteDataset(id: string): Promise<void> {
  return changeIn(['datasets', 'chunks'], async (transaction) => {
    await transaction.objectStore('datasets').delete(id);
    await deleteParts(transaction, ownerOf(id));
  });
}

function ownerOf(id: string): string {
  return `dataset/${id}`;
}

function partsOf({ images, labels, groups }: ImageSet): Uint8Array[] {
  return [images, labels, ...(groups ? [bytesOf(groups)] : [])];
}

function sealsOf({ train, test }: Manifest): PartSeal[] {
  return [train, test].flatMap(({ images, labels, groups }) =>
    groups ? [images, labels, groups] : [images, labels],
  );
}

function describe({ train, test, ...text }: Dataset): Manifest {
  const parts = [...partsOf(train), ...partsOf(test)];
  const card: StoredDatasetCard = {
    ...text,
    trainCount: train.count,
    testCount: test.count,
    bytes: parts.reduce((total, part) => total + part.length, 0),
    storedAt: new Date().toISOString(),
  };
  return { version: 1, card, train: describeSet(train), test: describeSet(test) };
}

function describeSet({ count, images, labels, groups }: ImageSet): StoredImageSet {
  return {
    count,
    images: sealOf(images),
    labels: sealOf(labels),
    groups: groups ? sealOf(bytesOf(groups)) : null,
  };
}

function isManifest(value: unknown): value is Manifest {
  const { version, card, train, test } = (value ?? {}) as Partial<Manifest>;
  return (
    version === 1 &&
    typeof card?.id === 'string' &&
    typeof card.storedAt === 'string' &&
    isStoredSet(train) &&
    isStoredSet(test)
  );
}

function isStoredSet(value: StoredImageSet | undefined): boolean {
  const seals = [value?.images, value?.labels, value?.groups ?? { bytes: 0, crc32: 0 }];
  return seals.every((seal) => Number.isInteger(seal?.bytes) && Number.isInteger(seal?.crc32));
}

function restore({ card, train, test }: Manifest, parts: Uint8Array<ArrayBuffer>[]): Dataset {
  const { id, label, height, width, channels, classNames, source, licence, sha256 } = card;
  const inTrain = train.groups ? 3 : 2;
  return {
    ...{ id, label, height, width, channels, classNames, source, licence, sha256 },
    train: restoreSet(train.count, parts.slice(0, inTrain)),
    test: restoreSet(test.count, parts.slice(inTrain)),
  };
}

function restoreSet(count: number, parts: Uint8Array<ArrayBuffer>[]): ImageSet {
  const [images, labels, groups] = parts;
  const set = { count, images: images!, labels: labels! };
  return groups ? { ...set, groups: new Uint16Array(groups.buffer) } : set;
}
