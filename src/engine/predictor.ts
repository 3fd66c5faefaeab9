/** The weights of a checkpoint on a device, to answer with; nothing is trained. */
import type { HostArray, Kernels } from '../core/kernels.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { answersOf } from '../training/answers.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import { createModel } from '../training/model.ts';
import type { RunSpec } from '../training/spec.ts';

export interface Predictor {
  /** Steps taken when the checkpoint was written. */
  readonly step: number;
  /** When the checkpoint was read, in the engine's milliseconds. */
  readonly readAt: number;
  /** Answers [count, outputs] for values [count, height, width, channels] in [0, 1]. */
  answer(values: Float32Array, count: number): Promise<HostArray>;
  dispose(): void;
}

export function createPredictor(
  kernels: Kernels,
  {
    checkpoint,
    spec,
    dataset: { height, width, channels, classNames },
    now,
  }: {
    checkpoint: Pick<Checkpoint, 'step' | 'parameters'>;
    spec: RunSpec;
    dataset: Dataset;
    now: number;
  },
): Predictor {
  const model = createModel(spec, { height, width, channels, outputs: classNames.length });
  const parameters = new Map(
    checkpoint.parameters.map(({ name, shape, values }) => [name, kernels.fromHost(values, shape)]),
  );
  return {
    step: checkpoint.step,
    readAt: now,
    answer: (values, count) => answersOf(kernels, { model, parameters }, values, count),
    dispose: () => [...parameters.values()].forEach(kernels.dispose),
  };
}
