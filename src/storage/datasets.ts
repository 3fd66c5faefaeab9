/**
 * Datasets that were imported or downloaded, whole or not at all. The manifest (a card without
 * pixels) is small and quick to list; images and labels lie in `chunks`.
 *
 * Other pages of the lab hear of every change: two tabs show the same list. The same dataset stored by
 * both at once is stored once, since it has one id.
 */
import { codeOf, LabError, messageOf } from '../core/errors.ts';
import { cleanName } from '../core/shownText.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import type { DatasetStore, StoredDatasetCard } from '../datasets/stored.ts';
import { bytesOf, checkParts, damaged, deleteParts, getParts, putParts, sealOf } from './chunks.ts';
import type { PartSeal } from './chunks.ts';
import { announceChange } from './datasetChanges.ts';
import { changeIn, readFrom } from './database.ts';
import { noRoomFor } from './room.ts';

const VERSION = 2;

interface Manifest {
  readonly version: typeof VERSION;
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

export const storedDatasets: DatasetStore = {
  async read(id) {
    const owner = ownerOf(id);
    const stored = await readFrom(['datasets', 'chunks'], async (transaction) => {
      const value = await transaction.objectStore('datasets').get(id);
      if (value === undefined) return undefined;
      const manifest = openManifest(value, owner);
      return { manifest, parts: await getParts(transaction, owner, sealsOf(manifest)) };
    });
    if (!stored) return undefined;
    checkParts(owner, stored.parts, sealsOf(stored.manifest));
    return restore(stored.manifest, stored.parts);
  },

  /** In place of one that has its id. */
  async write(dataset, facts) {
    const manifest = describe(dataset, facts);
    const parts = [...partsOf(dataset.train), ...partsOf(dataset.test)];
    const writing = changeIn(
      ['datasets', 'chunks'],
      async (transaction) => {
        await putParts(transaction, ownerOf(dataset.id), parts);
        await transaction.objectStore('datasets').put(manifest, dataset.id);
      },
      'strict',
    );
    await writing.catch((error: unknown) => explainFull(error, manifest.card));
    announceChange();
    return manifest.card;
  },

  list: listDatasets,
};

/** Newest first. A damaged manifest is left out: see listDamagedDatasets. */
export async function listDatasets(): Promise<StoredDatasetCard[]> {
  const { cards } = await listAll();
  return cards;
}

/** A dataset that is stored and cannot be read. */
export interface DamagedDataset {
  readonly id: string;
  /** true: a newer lab can read it; false: nothing is left to do but to delete it. */
  readonly isNewer: boolean;
  /** What is wrong and what to do, as a LabError says it. */
  readonly reason: string;
}

export async function listDamagedDatasets(): Promise<DamagedDataset[]> {
  const { damages } = await listAll();
  return damages;
}

/** Gives it another name, and nothing else. */
export async function renameDataset(id: string, label: string): Promise<void> {
  await changeIn(['datasets'], async (transaction) => {
    const store = transaction.objectStore('datasets');
    const value = await store.get(id);
    if (value === undefined) return; // deleted meanwhile, in another tab
    const manifest = openManifest(value, ownerOf(id));
    await store.put({ ...manifest, card: { ...manifest.card, label: cleanName(label) } }, id);
  });
  announceChange();
}

export async function deleteDataset(id: string): Promise<void> {
  await changeIn(['datasets', 'chunks'], async (transaction) => {
    await transaction.objectStore('datasets').delete(id);
    await deleteParts(transaction, ownerOf(id));
  });
  announceChange();
}

async function listAll(): Promise<{ cards: StoredDatasetCard[]; damages: DamagedDataset[] }> {
  const stored = await readFrom(['datasets'], async (transaction) => {
    const store = transaction.objectStore('datasets');
    const [ids, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return ids.map((id, index) => ({ id, value: values[index] }));
  });
  const cards: StoredDatasetCard[] = [];
  const damages: DamagedDataset[] = [];
  for (const { id, value } of stored) {
    try {
      cards.push(openManifest(value, ownerOf(id)).card);
    } catch (error) {
      const isNewer = codeOf(error) === 'dataset-version';
      damages.push({ id, isNewer, reason: messageOf(error) });
    }
  }
  return { cards: cards.sort((a, b) => b.storedAt.localeCompare(a.storedAt)), damages };
}

/** Where the disk is full, throws what could be deleted; else the error as it is. */
async function explainFull(
  error: unknown,
  { id, label, bytes }: StoredDatasetCard,
): Promise<never> {
  if (codeOf(error) !== 'storage-full') throw error;
  const others = (await listDatasets()).filter((card) => card.id !== id);
  throw await noRoomFor(label, bytes, others).catch(() => error);
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

function describe(
  { train, test, ...text }: Dataset,
  { checked, remarks }: Pick<StoredDatasetCard, 'checked' | 'remarks'>,
): Manifest {
  const parts = [...partsOf(train), ...partsOf(test)];
  const card: StoredDatasetCard = {
    ...text,
    trainCount: train.count,
    testCount: test.count,
    bytes: parts.reduce((total, part) => total + part.length, 0),
    storedAt: new Date().toISOString(),
    ...{ checked, remarks },
  };
  return { version: VERSION, card, train: describeSet(train), test: describeSet(test) };
}

function describeSet({ count, images, labels, groups }: ImageSet): StoredImageSet {
  return {
    count,
    images: sealOf(images),
    labels: sealOf(labels),
    groups: groups ? sealOf(bytesOf(groups)) : null,
  };
}

/** The manifest in today's form, or a LabError. */
function openManifest(value: unknown, owner: string): Manifest {
  const { version, card, train, test } = (value ?? {}) as Partial<OlderManifest>;
  if (typeof version === 'number' && version > VERSION) throw newer(owner, version);
  const isSound =
    (version === 1 || version === VERSION) &&
    typeof card?.id === 'string' &&
    typeof card.storedAt === 'string' &&
    isStoredSet(train) &&
    isStoredSet(test);
  if (!isSound) throw damaged(owner);
  // Version 1 knew neither checks nor remarks.
  return {
    version: VERSION,
    card: { ...card, checked: card.checked ?? null, remarks: card.remarks ?? [] },
    train: train!,
    test: test!,
  };
}

/** As versions 1 and 2 are stored. */
interface OlderManifest extends Omit<Manifest, 'version' | 'card'> {
  readonly version: number;
  readonly card: Omit<StoredDatasetCard, 'checked' | 'remarks'> &
    Partial<Pick<StoredDatasetCard, 'checked' | 'remarks'>>;
}

function newer(owner: string, version: number): LabError {
  return new LabError('dataset-version', {
    found: `${owner} in form ${version}`,
    expected: `form ${VERSION} or older`,
    fix: 'reload the page to get the newest lab',
  });
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
