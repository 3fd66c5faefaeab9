/**
 * The contract of a dataset: labelled images in uint8, in two parts that share nothing.
 *
 *   images [count, height, width, channels]   0 = black, 255 = full
 *   labels [count]                            class index
 */
import { sha256Of } from '../core/hash.ts';
import type { OptionSchema, Values } from '../core/options.ts';
import type { System } from '../core/system.ts';

/** One part (train or test) of a dataset. */
export interface ImageSet {
  readonly count: number;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** [count] what an image was made from (a typeface's family), where that matters for splits. */
  readonly groups?: Uint16Array;
}

/** A dataset in memory. Plain data: it crosses the worker and fits IndexedDB as it is. */
export interface Dataset {
  readonly id: string;
  readonly label: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classNames: readonly string[];
  readonly train: ImageSet;
  readonly test: ImageSet;
  readonly source: string;
  readonly licence: string;
  /** Hex, over train images, train labels, test images, test labels in that order. */
  readonly sha256: string;
}

/** Adds the hash; it covers what is learned from, so neither names nor groups. */
export async function sealDataset(dataset: Omit<Dataset, 'sha256'>): Promise<Dataset> {
  const { train, test } = dataset;
  const parts = [train.images, train.labels, test.images, test.labels];
  return { ...dataset, sha256: await sha256Of(parts) };
}

/** What a loader may ask of its surroundings (the page fetches, Node reads files). */
export interface DatasetIo {
  /** Bytes of a file that ships with the lab; `url` as made by `new URL('…', import.meta.url)`. */
  readAsset(url: URL): Promise<Uint8Array<ArrayBuffer>>;
  /** A dataset that a person imported earlier; undefined when it is gone. */
  readStored(id: string): Promise<Dataset | undefined>;
}

export interface DatasetSystem<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  load(options: Values<Schema>, io: DatasetIo): Promise<Dataset>;
}

export function defineDataset<const Schema extends OptionSchema>(
  dataset: DatasetSystem<Schema>,
): DatasetSystem<Schema> {
  return dataset;
}
