/**
 * What the page may ask about many images at once: how runs answer a viewing of the test set, piece
 * by piece, and which geometry a run finds in images that nobody has told it anything about.
 */
import type { SearchPoint, SoughtGeometry } from '../training/geometrySearch.ts';
import type { RunSpec } from '../training/spec.ts';
import type { Geometry, Viewing } from '../training/viewing.ts';

/** A run that is asked; its newest weights answer. */
export interface AskedRun {
  readonly runId: string;
  readonly spec: RunSpec;
}

/** What one run makes of images: probabilities [count, classes], or why there are none, in words. */
export type RunAnswer =
  | { readonly runId: string; readonly probabilities: Float32Array }
  | { readonly runId: string; readonly reason: string };

/** Images of any form [count, height, width, channels], each value in [0, 1]. */
export interface AskedImages {
  readonly values: Float32Array;
  readonly count: number;
  /** Of the first of them among all images, for what is drawn of each. */
  readonly first: number;
}

export type { SearchPoint, SoughtGeometry };

export interface SurveyOrder {
  /** The caller's name for it, by which it can be stopped. */
  readonly surveyId: string;
  /** All on the same dataset. */
  readonly runs: readonly AskedRun[];
  readonly viewing: Viewing;
  /**
   * How many test images, from the first of an order that is the same for every run and viewing;
   * more than there are means all.
   */
  readonly images: number;
}

/** More images of one run. Small parts of every run come first, so that all have an estimate soon. */
export type SurveyPart =
  | {
      readonly surveyId: string;
      readonly runId: string;
      /** Place of the first image in the survey's order. */
      readonly begin: number;
      /** Predicted class of each; 255 where an answer held a NaN. */
      readonly predictions: Uint8Array;
      /** Their true classes, so that what is right can be counted before the end. */
      readonly labels: Uint8Array;
    }
  /** This run cannot be asked; the others go on. */
  | { readonly surveyId: string; readonly runId: string; readonly reason: string };

export interface SurveyEnd {
  readonly outcome: 'finished' | 'stopped';
  /** [images] the test images' numbers in the survey's order, and their classes. */
  readonly indices: Int32Array;
  readonly labels: Uint8Array;
}

export interface SearchOrder {
  readonly searchId: string;
  readonly run: AskedRun;
  /** How the images are really seen; the search is never told. */
  readonly viewing: Viewing;
  readonly sought: SoughtGeometry;
  /** How many unlabelled test images are looked at. */
  readonly images: number;
  /** Place of the first of them in the survey's order; absent: 0. */
  readonly first?: number;
}

export interface SearchReport {
  readonly searchId: string;
  /** Points since the report before. */
  readonly points: readonly SearchPoint[];
  readonly best: SearchPoint;
  /** Of the whole search, in [0, 1]. */
  readonly done: number;
}

export interface SearchEnd {
  readonly outcome: 'finished' | 'stopped';
  readonly best: SearchPoint;
  /** The second minimum of the landscape, where there is one: how sure the first is. */
  readonly rival: SearchPoint | null;
  /** As found: what a viewing assumes from now on. */
  readonly found: Geometry;
}
