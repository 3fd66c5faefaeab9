/**
 * A run is named by its spec: plain JSON. What is not in it may not change the result.
 */
import type { SystemChoice } from '../core/system.ts';
import type { RangedChoice } from './ranges.ts';

/** What training images go through on their way to the model; test images do not. */
export interface Augmentation {
  /** The first acts first; where one has a range, each image draws for itself. */
  readonly changes: readonly RangedChoice[];
  /** null: the grid of the dataset. Where it has a range, each batch draws, for all of its images. */
  readonly sensor: RangedChoice | null;
}

export interface RunSpec {
  readonly task: SystemChoice;
  readonly dataset: SystemChoice;
  /** Training images N: the first N of a seeded order of the training part. */
  readonly trainingImages: number;
  /** Images of the training part that no step sees and every recorded point is scored on; 0 for none. */
  readonly validationImages: number;
  /** null: training images as they are. */
  readonly augmentation: Augmentation | null;
  readonly architecture: SystemChoice;
  /** null where the architecture uses none. */
  readonly encoding: SystemChoice | null;
  readonly optimiser: SystemChoice;
  readonly schedule: SystemChoice;
  /** Peak of the schedule. */
  readonly learningRate: number;
  /** At most: `stopping` may end the run before. The schedule goes by these. */
  readonly steps: number;
  /** When the run is over before its last step. */
  readonly stopping: SystemChoice;
  readonly batchSize: number;
  /** Whole number in [0, 2^31). */
  readonly seed: number;
}

export const runStates = [
  'queued',
  'training',
  'paused',
  'finished',
  'stopped',
  'diverged',
  'failed',
] as const;
export type RunState = (typeof runStates)[number];
