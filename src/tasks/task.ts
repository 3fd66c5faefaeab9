/**
 * The contract of a task: what is asked of a model. It owns the training program (which losses are
 * lowered, on what), and says how answers are scored. The loop in training/ runs any program.
 */
import type { OptionSchema, Values } from '../core/options.ts';
import type { Ops, Ports, Tensor } from '../core/ops.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { System } from '../core/system.ts';

/** Examples on the host, before they become tensors. */
export interface HostBatch {
  readonly count: number;
  /** [count, height * width * channels], each value in [0, 1]. */
  readonly values: Float32Array;
  /** [count] class index. */
  readonly labels: Uint8Array;
}

/** A model as a task sees it: encoding and architecture already joined, from named inputs to answers. */
export type ModelForward = (inputs: Ports) => Ports;

/** One kind of step. A program with several phases takes each one's step in turn. */
export interface Phase {
  readonly name: string;
  /** Which parameters this phase moves, by name. */
  moves(parameterName: string): boolean;
  /** `loss` is a scalar []; `answers` [batch, outputs] are what `score` reads. */
  loss(
    ops: Ops,
    forward: ModelForward,
    batch: { inputs: Ports; targets: Tensor },
  ): { loss: Tensor; answers: Tensor };
}

export interface Scores {
  /** Mean over examples, in nats. */
  readonly loss: number;
  /** Share of right answers, 0 to 1. */
  readonly accuracy: number;
}

export interface Task<Schema extends OptionSchema = OptionSchema> extends System<Schema> {
  /** Length of a model's answer for this dataset. */
  outputs(options: Values<Schema>, dataset: Pick<Dataset, 'classNames'>): number;
  /** [count, outputs] what the loss compares answers with. */
  targets(batch: HostBatch, outputs: number): Float32Array;
  program(options: Values<Schema>): readonly Phase[];
  /** Scores answers [count, outputs] read back from the device, in float64. */
  score(answers: ArrayLike<number>, labels: ArrayLike<number>, outputs: number): Scores;
}

export function defineTask<const Schema extends OptionSchema>(task: Task<Schema>): Task<Schema> {
  return task;
}
