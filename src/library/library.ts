/**
 * What the page may ask of the worker that keeps datasets: import, download, description. It holds
 * no tensor and never waits for training. Only plain data crosses this line.
 *
 * Calls reject with a LabError for what a person can mend. One import and one download at a time; a
 * new one ends the one before.
 */
import type { SystemChoice } from '../core/system.ts';
import type { DatasetDescription, Neighbour, Place } from '../datasets/analysis/description.ts';
import type { ChosenFile } from '../datasets/files/sourceFile.ts';
import type { Answers, AskedQuestion, SkippedFile } from '../datasets/importing/reading.ts';
import type { StoredDatasetCard } from '../datasets/stored.ts';

/** Where images of one's own come from. */
export type ImportRequest =
  | { readonly from: 'files'; readonly files: readonly ChosenFile[] }
  | {
      /** Single images into a class of a dataset that is stored already; a new dataset comes of it. */
      readonly from: 'images';
      readonly files: readonly ChosenFile[];
      readonly into: { readonly datasetId: string; readonly label: number };
    }
  | { readonly from: 'hub'; readonly choice: HubChoice };

/** A dataset of the Hugging Face Hub, once a person has chosen what of it. */
export interface HubChoice {
  /** `zalando-datasets/fashion_mnist` */
  readonly id: string;
  readonly configuration: string;
  readonly trainSplit: string;
  /** null: the training split is divided. */
  readonly testSplit: string | null;
  /** Images of each split at most; null: all of them. */
  readonly most: number | null;
}

export interface HubListing {
  readonly id: string;
  /** The commit of the dataset that was looked at. */
  readonly revision: string;
  /** null where the Hub knows none. */
  readonly licence: string | null;
  readonly configurations: readonly {
    readonly name: string;
    readonly splits: readonly {
      readonly name: string;
      /** Of its parquet files. */
      readonly bytes: number;
      /** null where the Hub does not say before its files are opened. */
      readonly rows: number | null;
    }[];
  }[];
}

export interface LibraryProgress {
  /** As shown: `Reading images`, `Downloading train-images-idx3-ubyte.gz`. */
  readonly what: string;
  readonly done: number;
  /** 0 where it is not known. */
  readonly of: number;
  readonly unit: 'bytes' | 'files' | 'images';
}
export type Report = (progress: LibraryProgress) => void;

/** What was understood of files, before anything is stored. */
export interface ImportPreview {
  /** For `accept`; a later preview makes it void. */
  readonly token: number;
  readonly questions: readonly AskedQuestion[];
  /** null: a question has to be answered first. */
  readonly understood: UnderstoodImport | null;
}

export interface UnderstoodImport {
  /** Of the format: `IDX`. */
  readonly format: string;
  /** The name suggested. */
  readonly label: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: readonly {
    readonly name: string;
    readonly train: number;
    readonly test: number;
  }[];
  readonly trainCount: number;
  readonly testCount: number;
  /** Bytes that it will take up when stored. */
  readonly bytes: number;
  /** A few training images of every class: uint8 [count, height, width, channels]. */
  readonly samples: {
    readonly count: number;
    readonly images: Uint8Array;
    readonly labels: Uint8Array;
  };
  /** The first of them; the damaged ones first. */
  readonly skipped: readonly SkippedFile[];
  readonly ignoredCount: number;
  /** Images that could not be read: the person is asked whether to go on without them. */
  readonly damagedCount: number;
  /** Sentences that a person should read before accepting. */
  readonly remarks: readonly string[];
}

export interface Library {
  /** Reads everything and stores nothing. */
  preview(request: ImportRequest, answers: Answers, report: Report): Promise<ImportPreview>;
  /** Stores what the newest preview understood, whole or not at all. */
  accept(token: number, label: string): Promise<StoredDatasetCard>;
  /** Cancels a preview under way (it rejects with code `cancelled`) and forgets what was read. */
  discard(): Promise<void>;
  /** Fetches a dataset of the list by its id, checks every file, stores it whole. */
  download(id: string, report: Report): Promise<StoredDatasetCard>;
  /** The download rejects with code `cancelled`; whole files and what came of the last are kept for the next try. */
  cancelDownload(): Promise<void>;
  lookUpHub(id: string): Promise<HubListing>;
  /** Counts, mean images, histogram, duplicates. */
  describe(choice: SystemChoice, report: Report): Promise<DatasetDescription>;
  /** Images by number: uint8 [places, height, width, channels]. */
  images(choice: SystemChoice, places: readonly Place[]): Promise<Uint8Array>;
  /** The nearest other images by Euclidean distance of their pixels, nearest first. */
  neighbours(choice: SystemChoice, place: Place, count: number): Promise<readonly Neighbour[]>;
}
