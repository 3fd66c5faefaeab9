/**
 * All that a run needs to go on as if it had never stopped. Random state is the step alone: the
 * generator is counter-based.
 */
import { LabError } from '../core/errors.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { History } from './history.ts';

export interface NamedValues {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The weights of the point that a stopping rule keeps. */
export interface BestWeights {
  /** Steps taken when they were so. */
  readonly step: number;
  readonly parameters: readonly NamedValues[];
}

export interface Checkpoint {
  readonly version: 1;
  readonly runId: string;
  /** Of the images that it was trained on: a run goes on with the same or not at all. */
  readonly datasetSha256: string;
  /** Steps taken. */
  readonly step: number;
  readonly parameters: readonly NamedValues[];
  /** Optimiser moments: `<parameter>/<slot>`. */
  readonly slots: readonly NamedValues[];
  readonly history: History;
  /** Batches since the last recorded point: their summed loss and right answers, and how many examples. */
  readonly pending: { loss: number; correct: number; examples: number };
  /** Milliseconds spent training so far. */
  readonly trainedMs: number;
  /** Where the stopping rule keeps the best: the best so far. */
  readonly best?: BestWeights | undefined;
}

/** Where checkpoints live; storage/ implements it, the engine is handed one. */
export interface CheckpointStore {
  read(runId: string): Promise<Checkpoint | undefined>;
  /** Replaces the run's checkpoint as a whole or not at all. */
  write(checkpoint: Checkpoint): Promise<void>;
  delete(runId: string): Promise<void>;
}

/**
 * Throws a LabError unless a checkpoint belongs to these images. Typefaces drawn anew, or files
 * imported anew under an old id, would be another experiment.
 */
export function expectSameImages(
  { datasetSha256, step }: Checkpoint,
  { label, sha256 }: Pick<Dataset, 'label' | 'sha256'>,
): void {
  if (datasetSha256 === sha256) return;
  throw new LabError('dataset-changed', {
    found: `other images in ${label} than this run was trained on up to step ${step}`,
    expected: `the images with SHA-256 ${datasetSha256.slice(0, 12)}…`,
    fix: 'reset the run and train it from its start',
  });
}
