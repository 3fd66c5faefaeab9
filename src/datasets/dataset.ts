/**
 * The contract of a dataset: labelled images in uint8, in two parts that share nothing.
 *
 *   images [count, height, width, channels]   0 = black, 255 = full
 *   labels [count]                            class index
 */
import { sha256Of } from '../core/hash.ts';
import type { OptionSchema, Values } from '../core/options.ts';
import type { Origins } from '../core/origins.ts';
import type { Surface } from '../core/surface.ts';
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
  /** What the pictures lie on; absent: a plane. */
  readonly surface?: Surface;
  /** Places that pixels came from which were moved, where models are told; absent: their own. */
  readonly origins?: Origins;
  readonly classNames: readonly string[];
  readonly train: ImageSet;
  readonly test: ImageSet;
  readonly source: string;
  readonly licence: string;
  /** Hex, over train images, train labels, test images, test labels and origins in that order. */
  readonly sha256: string;
}

/** A dataset whose images nobody has hashed yet. */
export type UnsealedDataset = Omit<Dataset, 'sha256'>;

/** Adds the hash; it covers what is learned from, so neither names nor groups. */
export async function sealDataset(dataset: UnsealedDataset): Promise<Dataset> {
  const { train, test, origins } = dataset;
  const parts = [train.images, train.labels, test.images, test.labels];
  if (origins) parts.push(new Uint8Array(origins.buffer, origins.byteOffset, origins.byteLength));
  return { ...dataset, sha256: await sha256Of(parts) };
}

/** What a loader may ask of its surroundings (the page fetches, Node reads files). */
export interface DatasetIo {
  /** Bytes of a file that ships with the lab; `url` as made by `new URL('…', import.meta.url)`. */
  readAsset(url: URL): Promise<Uint8Array<ArrayBuffer>>;
  /** A dataset that a person imported earlier; undefined when it is gone. */
  readStored(id: string): Promise<Dataset | undefined>;
}

/** What tells that the bytes are the right ones, in hex; git names a file by SHA-1 over `blob <size>\0` and its bytes. */
export type Integrity = { readonly sha256: string } | { readonly gitBlob: string };

/** A file on a server; its bytes are known before it is fetched. */
export interface RemoteFile {
  readonly name: string;
  readonly bytes: number;
  /** Tried in this order; all of them https. */
  readonly urls: readonly string[];
  readonly integrity: Integrity;
}

/** Of a dataset that is fetched when a person asks for it: what will come, and whence. */
export interface Download {
  readonly files: readonly RemoteFile[];
  /** Of all files. */
  readonly bytes: number;
  /** `raw.githubusercontent.com` */
  readonly hosts: readonly string[];
  readonly source: string;
  readonly licence: string;
  readonly classNames: readonly string[];
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly trainCount: number;
  readonly testCount: number;
}

export interface DatasetSystem<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  /** Absent where the dataset is here without the network. */
  readonly download?: Download;
  load(options: Values<Schema>, io: DatasetIo): Promise<Dataset>;
}

export function defineDataset<const Schema extends OptionSchema>(
  dataset: DatasetSystem<Schema>,
): DatasetSystem<Schema> {
  return dataset;
}
