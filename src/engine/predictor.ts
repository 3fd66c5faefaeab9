/** Weights on a device to answer with; nothing is trained. */
import { LabError } from '../core/errors.ts';
import type { DeviceArray, HostArray, Kernels } from '../core/kernels.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { answersOf, type SetAnswerer } from '../training/answers.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import { createModel, type Model } from '../training/model.ts';
import { isRunOver } from '../training/isRunOver.ts';
import { uploadParameters } from '../training/runArrays.ts';
import { answersOfSet } from '../training/setAnswers.ts';
import type { RunSpec } from '../training/spec.ts';

/** A model with its parameters, whoever owns them. */
export interface Weights {
  readonly model: Model;
  readonly parameters: ReadonlyMap<string, DeviceArray>;
}

/** The weights of a checkpoint. */
export interface Predictor extends Weights {
  /** Steps taken when the checkpoint was written. */
  readonly step: number;
  /** Does the run end there, so that its weights move no more? */
  readonly isOver: boolean;
  /** When the checkpoint was read, in the engine's milliseconds. */
  readonly readAt: number;
  /** Answers [count, outputs] for values [count, height, width, channels] in [0, 1]. */
  answer(values: Float32Array, count: number): Promise<HostArray>;
  dispose(): void;
}

/** Throws a LabError where the checkpoint's weights do not fit the spec. */
export function createPredictor(
  kernels: Kernels,
  {
    checkpoint,
    spec,
    dataset: { height, width, channels, classNames, surface, origins },
    now,
  }: {
    checkpoint: Pick<Checkpoint, 'step' | 'parameters' | 'history'>;
    spec: RunSpec;
    dataset: Dataset;
    now: number;
  },
): Predictor {
  const outputs = classNames.length;
  const model = createModel(spec, { height, width, channels, outputs, surface, origins });
  const parameters = uploadParameters(kernels, { model, spec }, checkpoint);
  return {
    step: checkpoint.step,
    isOver: isRunOver(spec, checkpoint),
    readAt: now,
    model,
    parameters,
    answer: (values, count) => answersOf(kernels, { model, parameters }, values, count),
    dispose: () => [...parameters.values()].forEach(kernels.dispose),
  };
}

/** Weights as they are now, for a call of many turns: the run may move on, or be freed, meanwhile. */
export interface Loan extends Weights, SetAnswerer {
  /** Throws a LabError once the loan has ended from outside. */
  expectOpen(): void;
  dispose(): void;
}

export function lend(kernels: Kernels, { model, parameters }: Weights): Loan {
  // A reshaped array is a handle of its own: nothing is copied, and the values stay while it lives.
  const own = new Map(
    [...parameters].map(([name, array]) => [name, kernels.reshape(array, array.shape)]),
  );
  return {
    model,
    parameters: own,
    answerSet: (part, breathe) => answersOfSet(kernels, { model, parameters: own }, part, breathe),
    expectOpen() {
      if (own.size === 0) throw interrupted();
    },
    dispose() {
      [...own.values()].forEach(kernels.dispose);
      own.clear();
    },
  };
}

function interrupted(): LabError {
  return new LabError('interrupted', {
    found: 'that the backend changed, or that the run was deleted, before the answer was whole',
    expected: 'the same weights to the end',
    fix: 'ask again',
  });
}
