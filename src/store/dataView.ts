/** What the Data page shows: descriptions of datasets, and which of their images. */
import type { SystemChoice } from '../core/system.ts';
import type {
  DatasetDescription,
  Neighbour,
  Part,
  Place,
} from '../datasets/analysis/description.ts';
import type { LibraryProgress } from '../library/library.ts';
import type { StorageRoom } from '../storage/room.ts';

export type DescriptionView =
  | { readonly phase: 'loading'; readonly progress: LibraryProgress | null }
  | { readonly phase: 'ready'; readonly description: DatasetDescription }
  | { readonly phase: 'failed'; readonly reason: string };

/** One image, large, with the images that are most like it. */
export interface ChosenImage {
  readonly place: Place;
  /** uint8 [height, width, channels]; null until it is there. */
  readonly values: Uint8Array | null;
  /** null until they are found. */
  readonly neighbours: readonly Neighbour[] | null;
  /** uint8 [neighbours, height, width, channels] */
  readonly neighbourImages: Uint8Array | null;
  /** Why something of it is missing. */
  readonly reason: string | null;
}

export interface DataView {
  /** false until it is known which datasets this browser keeps. */
  readonly isListed: boolean;
  /** null until it was measured. */
  readonly room: StorageRoom | null;
  /** The dataset that was looked at last: the page opens on it again. */
  readonly last: SystemChoice | null;
  /** By cardKey of the choice and seed 0; the newest last. */
  readonly descriptions: Readonly<Record<string, DescriptionView>>;
  readonly part: Part;
  /** Images of that class alone; null: all. */
  readonly label: number | null;
  readonly chosen: ChosenImage | null;
}

export function createDataView(): DataView {
  return {
    isListed: false,
    room: null,
    last: null,
    descriptions: {},
    part: 'train',
    label: null,
    chosen: null,
  };
}
