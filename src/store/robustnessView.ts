/**
 * What the Robustness page shows: how the test images are bent, what every run makes of it, the
 * severity curves that were measured, and the search for an unknown geometry.
 *
 * All figures are of one dataset, and of runs that learnt it. What a figure was measured on is kept
 * beside it, so that it goes stale visibly and never silently.
 */
import type { SearchEnd, SearchPoint, SoughtGeometry } from '../engine/survey.ts';
import type { Knob } from '../studies/robustness/severity.ts';
import type { SensedPictures } from '../training/presenting.ts';
import { plainViewing, type Geometry, type Viewing } from '../training/viewing.ts';

/** A run's answers about the images of the strip, or why there are none. */
export type StripAnswer = { readonly probabilities: Float32Array } | { readonly reason: string };

/** A run on the test set through one viewing, as far as it has come. */
export interface SurveyTally {
  /** [count] predicted class of the first images of the survey's order; 255 for a NaN. */
  readonly predictions: Uint8Array;
  /** Of these, how many are right. */
  readonly right: number;
  /** The run's step whose weights answered. */
  readonly step: number;
  /** Of another viewing, or of older weights: shown until the first images of this one are in. */
  readonly isStale: boolean;
  /** Why it cannot be asked. */
  readonly reason: string | null;
}

export interface SurveyView {
  readonly viewing: Viewing;
  readonly phase: 'waiting' | 'running' | 'finished' | 'stopped' | 'failed';
  /** Of all that were asked for; null until it is known. */
  readonly images: number | null;
  /** [images asked so far] in the survey's order; null until the first part is in. */
  readonly labels: Uint8Array | null;
  /** [images] their numbers in the test set; null until the end. */
  readonly indices: Int32Array | null;
  readonly byRun: Readonly<Record<string, SurveyTally>>;
  readonly reason: string | null;
}

/** What can be measured: a strength turned through its range, or a list of ready changes. */
export type CurveChoice =
  | { readonly kind: 'severity'; readonly knob: Knob }
  | { readonly kind: 'suite'; readonly id: SuiteId };

/** The fifteen corruptions of MNIST-C; every transform at its example. */
export const suiteIds = ['mnist-c', 'transforms'] as const;
export type SuiteId = (typeof suiteIds)[number];

/** One strength, or one corruption: all runs on one viewing. */
export interface CurvePoint {
  readonly label: string;
  readonly strength: number | null;
  readonly survey: SurveyView;
}

/** One severity curve, or a suite: a list of viewings, all runs on each. */
export interface CurveView {
  /** `severity/transform/rotation/angle`; `suite/mnist-c`. */
  readonly key: string;
  readonly choice: CurveChoice;
  readonly title: string;
  /** What else was changed; with the knob as it was, where it is measured over other changes. */
  readonly base: Viewing;
  /** The strengths from the lowest up, or the images as they are and then the corruptions. */
  readonly points: readonly CurvePoint[];
  /** Strengths between these that the search for breaking points asked about, the lowest first. */
  readonly between: readonly CurvePoint[];
  /** Points that are measured, of all. */
  readonly done: number;
  readonly phase: 'running' | 'finished' | 'stopped' | 'failed';
  /** Is the search for breaking points under way? */
  readonly isBreaking: boolean;
  readonly reason: string | null;
}

/** The search for a geometry that nobody has told the model. */
export interface FindingView {
  readonly runId: string;
  readonly sought: SoughtGeometry;
  /** How the images are really seen. */
  readonly viewing: Viewing;
  readonly images: number;
  readonly phase: 'running' | 'finished' | 'stopped' | 'failed';
  readonly points: readonly SearchPoint[];
  readonly best: SearchPoint | null;
  /** In [0, 1]. */
  readonly done: number;
  readonly end: SearchEnd | null;
  /** Share of the test images right: not told, as found, told the truth; null until measured. */
  readonly accuracy: {
    readonly untold: number | null;
    readonly found: number | null;
    readonly told: number | null;
  };
  readonly reason: string | null;
}

/** The pictures of the strip upright again: they may be those of the move before. */
export interface UprightView {
  /** What they are of: the strip's images (robustnessStrip.ts), and the viewing. */
  readonly images: Float32Array;
  readonly viewing: Viewing;
  /** null where nothing can be straightened; then a reason says why. */
  readonly pictures: SensedPictures | null;
  readonly reason: string | null;
}

export interface RobustnessView {
  /** What is bent, and how; never with `assumed`. */
  readonly viewing: Viewing;
  /** What the search found, while it is shown instead of the truth. */
  readonly assumed: Geometry | null;
  /** Test images of the strip, by their places among the dataset's fixed test images. */
  readonly strip: readonly number[];
  /** Does the picture that is looked at elsewhere (a drawing, a file) come first in the strip? */
  readonly isOwnShown: boolean;
  /** Runs that take part, by id; null: the newest that can, up to eight. */
  readonly runIds: readonly string[] | null;
  /** Whose errors are the unit of the corruption errors; null: the first that takes part. */
  readonly baselineId: string | null;
  readonly upright: UprightView | null;
  /** By run id, for the strip as it was asked last. */
  readonly answers: Readonly<Record<string, StripAnswer>>;
  readonly survey: SurveyView | null;
  /** By key; the newest last. */
  readonly curves: Readonly<Record<string, CurveView>>;
  readonly shownCurve: string | null;
  readonly finding: FindingView | null;
  /** Accuracy under which a run counts as broken, in [0, 1]. */
  readonly threshold: number;
}

export function createRobustnessView(): RobustnessView {
  return {
    viewing: plainViewing,
    assumed: null,
    strip: [0, 1, 2, 3, 4, 5, 6, 7],
    isOwnShown: true,
    runIds: null,
    baselineId: null,
    upright: null,
    answers: {},
    survey: null,
    curves: {},
    shownCurve: null,
    finding: null,
    threshold: 0.8,
  };
}
