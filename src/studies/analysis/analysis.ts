/**
 * What a study says: plain JSON, the `analysis` of a results file and all that its figures, tables,
 * verdicts and the report are drawn from. Accuracies and their differences are shares, 0 to 1.
 *
 * Seeds are the unit of repetition. Runs that diverged or failed are counted beside and never
 * averaged away. Agarwal et al. 2021, arXiv:2108.13264; Bouthillier et al. 2021, arXiv:2103.03098.
 */
import type { Levels } from '../plan/plan.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Finished runs of one arm at one combination of levels. */
export interface CellSummary {
  readonly arm: string;
  readonly levels: Levels;
  /** Sorted by seed; values is the test accuracy of each. */
  readonly seeds: readonly number[];
  readonly values: readonly number[];
  /** null without a finished run. */
  readonly mean: number | null;
  /** Student t, 95 %; null with fewer than two runs. */
  readonly interval: Interval | null;
  /** Cells that the plan asks for here; those that diverged and failed; those still to come. */
  readonly planned: number;
  readonly diverged: number;
  readonly failed: number;
  readonly open: number;
  /** Runs that had to be repeated. */
  readonly repeated: number;
  readonly parameterCount: number | null;
  /** Mean of the finished runs. */
  readonly trainedMs: number | null;
  readonly steps: number | null;
  /** [classes] mean share of each class's test images that were recognised; null where unknown. */
  readonly classAccuracy: readonly (number | null)[] | null;
  /** In the order of the plan's views. */
  readonly views: readonly ViewSummary[];
}

export interface ViewSummary {
  readonly label: string;
  readonly values: readonly number[];
  readonly mean: number | null;
  readonly interval: Interval | null;
}

/** a − b, seed by seed. */
export interface PairedDifference {
  readonly a: string;
  readonly b: string;
  readonly at: Levels | 'mean';
  /** Seeds at which both have finished (at all levels, for the mean). */
  readonly seeds: readonly number[];
  readonly differences: readonly number[];
  readonly mean: number | null;
  /** Student t over the differences, 95 %; null with fewer than two. */
  readonly interval: Interval | null;
  /** Probability that a run of a beats a run of b, ties one half (Mann-Whitney). */
  readonly probabilityOfImprovement: number | null;
}

export type Outcome = 'better' | 'worse' | 'no-difference-found' | 'too-few-seeds' | 'no-pairs';

/** A declared comparison, tested. */
export interface TestedComparison extends PairedDifference {
  /** Two-sided sign-flip p; null without pairs. */
  readonly p: number | null;
  /** By Holm over the plan's comparisons. */
  readonly holmP: number | null;
  /** Seeds at least for the smallest possible p to pass Holm's first step. */
  readonly seedsNeeded: number;
  readonly outcome: Outcome;
  /** By the wording rules, a whole sentence. */
  readonly verdict: string;
}

/** Several datasets pooled; null elsewhere. */
export interface PooledSummary {
  readonly arm: string;
  readonly interquartileMean: number;
  /** Percentile of a bootstrap stratified by dataset, 95 %. */
  readonly interval: Interval;
}

export interface Profile {
  readonly arm: string;
  /** Share of runs with an accuracy above each threshold, with 95 % bootstrap bands. */
  readonly thresholds: readonly number[];
  readonly shares: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A setting that tuning chose. */
export interface TunedSetting {
  readonly arm: string;
  readonly levels: Levels;
  /** Of how many draws, and how the best and the given one did on the validation slice. */
  readonly draws: number;
  readonly draw: number;
  /** null where no draw could be judged, so that the given settings were kept. */
  readonly validationAccuracy: number | null;
  readonly givenAccuracy: number | null;
  /** In words: `learning rate 0.0041, width 96`. */
  readonly setting: string;
}

/** A dataset of the study, and what its runs say about it. */
export interface DatasetUsed {
  readonly label: string;
  /** Hex; more than one where runs disagree, which is said loudly; empty before any run. */
  readonly sha256: readonly string[];
  readonly testCount: number | null;
}

/** Where runs of the study were trained, and by what. */
export interface Workplace {
  readonly backend: string;
  /** As shown: `WASM · 2 threads`. */
  readonly backendLabel: string;
  readonly adapter: string | null;
  readonly platform: string;
  /** Version and commit of the lab. */
  readonly version: string;
  readonly commit: string;
  readonly runs: number;
}

/** What whoever writes about the study, or repeats it, has to know of its runs. */
export interface Provenance {
  readonly datasets: readonly DatasetUsed[];
  /** The most runs first. */
  readonly workplaces: readonly Workplace[];
  /** Of all attempts that ended with a result, tuning's apart. */
  readonly trainedMs: number;
  readonly tuningMs: number;
  /** Attempts that are kept, tuning's too. */
  readonly runs: number;
}

export interface StudyAnalysis {
  readonly version: 1;
  readonly metric: 'testAccuracy';
  readonly cells: readonly CellSummary[];
  readonly comparisons: readonly TestedComparison[];
  /**
   * Every arm against the first comparison's b, at each combination: estimates, not tested. Those
   * that the plan declares are above.
   */
  readonly differences: readonly PairedDifference[];
  /** Both take a second of resampling: null as well until poolDatasets (pooled.ts) was asked. */
  readonly pooled: readonly PooledSummary[] | null;
  readonly profiles: readonly Profile[] | null;
  readonly tuned: readonly TunedSetting[];
  readonly provenance: Provenance;
  /** Of all bootstraps. */
  readonly bootstrap: { readonly replications: number; readonly seed: number };
  /** Sentences that belong beside every figure: amendments, cuts, repeats. */
  readonly remarks: readonly string[];
}
