/**
 * A run is named by its spec: plain JSON. What is not in it may not change the result.
 */
import type { SystemChoice } from '../core/system.ts';

export interface RunSpec {
  readonly task: SystemChoice;
  readonly dataset: SystemChoice;
  /** Training images N: the first N of a seeded order of the training part. */
  readonly trainingImages: number;
  readonly architecture: SystemChoice;
  /** null where the architecture uses none. */
  readonly encoding: SystemChoice | null;
  readonly optimiser: SystemChoice;
  readonly schedule: SystemChoice;
  /** Peak of the schedule. */
  readonly learningRate: number;
  readonly steps: number;
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
