/** A dataset as the browser keeps it: what a list shows of it, and where that is asked for. */
import type { Dataset } from './dataset.ts';

export interface StoredDatasetCard extends Omit<Dataset, 'train' | 'test'> {
  readonly trainCount: number;
  readonly testCount: number;
  readonly bytes: number;
  /** ISO 8601, UTC. */
  readonly storedAt: string;
  /** How its files were checked before they were read: `4 files, git blob ids`; null for own files. */
  readonly checked: string | null;
  /** What a person should know of it, from its import. */
  readonly remarks: readonly string[];
}

/** Where datasets are kept; whole or not at all. */
export interface DatasetStore {
  read(id: string): Promise<Dataset | undefined>;
  write(
    dataset: Dataset,
    facts: Pick<StoredDatasetCard, 'checked' | 'remarks'>,
  ): Promise<StoredDatasetCard>;
  list(): Promise<StoredDatasetCard[]>;
}

/** What came of a file that is being downloaded. */
export interface KeptDownload {
  /** From its first byte on. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The version that its server named, where it named one. */
  readonly etag: string | null;
}

/** Files on their way, whole or in part, by their hash: the next try goes on where the last ended. */
export interface DownloadStore {
  /** undefined: nothing, or nothing that can be trusted. */
  read(hash: string): Promise<KeptDownload | undefined>;
  write(hash: string, kept: KeptDownload): Promise<void>;
  delete(hashes: readonly string[]): Promise<void>;
}
