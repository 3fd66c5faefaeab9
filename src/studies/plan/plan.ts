/**
 * The plan of a study: plain JSON, written before anything runs. It is what a person edits, what
 * `study.json` holds, what a results file carries along.
 *
 *   arms × levels of each factor × seeds  →  specs  →  runs
 *
 * Runs are paired by seed: at one seed all arms see the same images in the same order, because their
 * random streams are named (core/random.ts).
 */
import type { OptionRecord, OptionValue } from '../../core/options.ts';
import type { Augmentation, RunSpec } from '../../training/spec.ts';
import type { Viewing } from '../../training/viewing.ts';

/** With an id: that system and these options. Without: the system stays, these options are set. */
export interface ChoiceChanges {
  readonly id?: string;
  readonly options?: OptionRecord;
}

/** What an arm or a level sets of a spec; never the seed. */
export interface SpecChanges {
  readonly task?: ChoiceChanges;
  readonly dataset?: ChoiceChanges;
  readonly architecture?: ChoiceChanges;
  readonly encoding?: ChoiceChanges;
  readonly optimiser?: ChoiceChanges;
  readonly schedule?: ChoiceChanges;
  readonly stopping?: ChoiceChanges;
  readonly augmentation?: Augmentation | null;
  readonly trainingImages?: number;
  readonly validationImages?: number;
  readonly learningRate?: number;
  readonly steps?: number;
  readonly batchSize?: number;
}

/** What is compared. */
export interface StudyArm {
  /** Names the arm in the plan, on the screen and in files; unique. */
  readonly label: string;
  readonly changes: SpecChanges;
  /** What tuning may turn in this arm besides `tuning.search`; of one place this range counts. */
  readonly search?: readonly SearchRange[];
}

export interface Level {
  /** Unique within its factor: `300`. */
  readonly label: string;
  readonly changes: SpecChanges;
}

/** What is varied alike for all arms: `Training images`, at 30, 100, 300. */
export interface Factor {
  /** Unique in the plan. */
  readonly label: string;
  readonly levels: readonly Level[];
}

/** A level's label for each factor's label. */
export type Levels = Readonly<Record<string, string>>;

/**
 * A question asked before the runs: is `a` better than `b`? Only these are tested; Holm's correction
 * is over all of them. Everything else that is shown is an estimate with its interval.
 */
export interface DeclaredComparison {
  readonly a: string;
  readonly b: string;
  /** Where: at one combination of levels, or in the mean over all of them, seed by seed. */
  readonly at: Levels | 'mean';
}

/** What the arms have in common by choice; a plan that claims it and breaks it is faulty. */
export const equalities = ['parameters', 'steps', 'compute', 'tuning'] as const;
export type Equality = (typeof equalities)[number];

/** `learningRate`, `architecture.width`, `optimiser.weightDecay`: a number of the spec, or a system's option. */
export type SpecPath = string;

export type SearchRange =
  | {
      readonly path: SpecPath;
      readonly from: number;
      readonly to: number;
      readonly scale: 'linear' | 'log';
    }
  | { readonly path: SpecPath; readonly values: readonly OptionValue[] };

/** Random search on the validation slice, with the same budget for each arm. */
export interface Tuning {
  /** Settings tried for each arm; the first of them is the arm as it is given. */
  readonly draws: number;
  /** Each draw is trained once with each; none of the study's own seeds. */
  readonly seeds: readonly number[];
  /** Turned in every arm. */
  readonly search: readonly SearchRange[];
  /** At each combination of levels anew, or at one of them for all. */
  readonly at: Levels | 'each';
}

/** Another look at the test images, once a run has finished: `rotated by 20°`. */
export interface StudyView {
  /** Unique in the plan. */
  readonly label: string;
  readonly viewing: Viewing;
}

export interface StudyPlan {
  readonly version: 1;
  readonly title: string;
  /** One sentence: what a person wants to know. */
  readonly question: string;
  /** What all arms share; its seed plays no part. */
  readonly base: RunSpec;
  readonly arms: readonly StudyArm[];
  readonly factors: readonly Factor[];
  readonly seeds: readonly number[];
  readonly comparisons: readonly DeclaredComparison[];
  readonly equal: readonly Equality[];
  readonly tuning: Tuning | null;
  readonly views: readonly StudyView[];
}

/** One run that the plan asks for. */
export interface Cell {
  readonly stage: 'tuning' | 'main';
  readonly arm: string;
  readonly levels: Levels;
  readonly seed: number;
  /** Which of the tuning's draws; null in the main stage. */
  readonly draw: number | null;
  readonly spec: RunSpec;
}
