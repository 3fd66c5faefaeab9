/**
 * Downloaded files, whole or in part, kept until their dataset is stored, so that a download that
 * broke off goes on. Known by their hash; it is what checks them, and here is no checksum.
 *
 *   settings  `download/<hash>` → what there is of it
 *   chunks    its bytes, in 16 MiB pieces
 */
import type { DownloadStore, KeptDownload } from '../datasets/stored.ts';
import { deleteParts, getParts, putParts } from './chunks.ts';
import { changeIn, readFrom, type LabTransaction } from './database.ts';

interface Note {
  readonly bytes: number;
  readonly etag: string | null;
  /** ISO 8601, UTC. */
  readonly keptAt: string;
}

/** What nobody went on with for so long gives its room back. */
const KEPT_MS = 14 * 24 * 3600 * 1000;

export const downloads: DownloadStore = {
  read: (hash) =>
    readFrom(['settings', 'chunks'], async (transaction) => {
      const note: unknown = await transaction.objectStore('settings').get(ownerOf(hash));
      return isNote(note) ? readBytes(transaction, hash, note) : undefined;
    }),

  write: (hash, { bytes, etag }) =>
    changeIn(['settings', 'chunks'], async (transaction) => {
      await forgetOld(transaction);
      await putParts(transaction, ownerOf(hash), [bytes]);
      const note: Note = { bytes: bytes.length, etag, keptAt: new Date().toISOString() };
      await transaction.objectStore('settings').put(note, ownerOf(hash));
    }),

  delete: (hashes) =>
    changeIn(['settings', 'chunks'], async (transaction) => {
      for (const hash of hashes) await forget(transaction, ownerOf(hash));
    }),
};

const ownerOf = (hash: string) => `download/${hash}`;

async function readBytes(
  transaction: LabTransaction<'readonly'>,
  hash: string,
  { bytes, etag }: Note,
): Promise<KeptDownload | undefined> {
  const parts = await getParts(transaction, ownerOf(hash), [{ bytes, crc32: 0 }]);
  return { bytes: parts[0]!, etag };
}

async function forget(transaction: LabTransaction<'readwrite'>, owner: string): Promise<void> {
  await transaction.objectStore('settings').delete(owner);
  await deleteParts(transaction, owner);
}

async function forgetOld(transaction: LabTransaction<'readwrite'>): Promise<void> {
  const settings = transaction.objectStore('settings');
  const oldest = new Date(Date.now() - KEPT_MS).toISOString();
  for (const owner of await settings.getAllKeys(
    IDBKeyRange.bound('download/', 'download/\uffff'),
  )) {
    const note: unknown = await settings.get(owner);
    if (!isNote(note) || note.keptAt < oldest) await forget(transaction, owner);
  }
}

function isNote(value: unknown): value is Note {
  const { bytes, etag, keptAt } = (value ?? {}) as Partial<Note>;
  return (
    Number.isInteger(bytes) &&
    (etag === null || typeof etag === 'string') &&
    typeof keptAt === 'string'
  );
}
