/** Surroundings for the tests of library/. */
import type { DownloadStore, KeptDownload } from '../datasets/stored.ts';

/** What was downloaded, kept in memory. */
export function createMemoryDownloads() {
  const kept = new Map<string, KeptDownload>();
  const store: DownloadStore = {
    read: async (hash) => kept.get(hash),
    write: async (hash, { bytes, etag }) => void kept.set(hash, { bytes: bytes.slice(), etag }),
    delete: async (hashes) => hashes.forEach((hash) => kept.delete(hash)),
  };
  return { kept, store };
}
