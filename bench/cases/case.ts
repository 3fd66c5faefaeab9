/**
 * The contract of a case: one model and its data, as each contender would write it.
 *
 * The lab's first values and batches are given to all, so that the losses after the same steps can be
 * compared. Everything follows from (case, batch, sizes) and a fixed seed: a worker builds it anew.
 */
import type { Kernels } from '../../src/core/kernels.ts';
import type { NamedValues } from '../../src/training/checkpoint.ts';
import type { JaxModel } from './jaxModel.ts';
import type { StockModel, StockTools } from './stockModel.ts';

/** What the growth curves vary. */
export interface Sizes {
  /** Pixels along each side of an image. */
  readonly side: number;
  /** Of the network's layers: filters for a convolutional one. */
  readonly width: number;
}

export interface Problem {
  /** Examples that a step looks at. */
  readonly batch: number;
  /** First values, by the lab's names. */
  readonly parameters: readonly NamedValues[];
  /** All examples: uint8 is divided by 255. [count, ...inputShape] */
  readonly inputs: Uint8Array | Float32Array;
  readonly inputShape: readonly number[];
  /** Class of each example, or what is to be answered: [count, outputs]. */
  readonly targets: Uint8Array | Float32Array;
  readonly outputs: number;
  /** Examples of the step after `step` steps. */
  indicesAt(step: number): Int32Array;
  readonly learningRate: number;
  /** Forward and backward, as the plain formula has it; nothing skipped or shared. */
  readonly multiplyAddsPerStep: number;
  startLab(kernels: Kernels): LabRun;
}

/** Training as the lab does it. */
export interface LabRun {
  /** One step; nothing is read back. */
  advance(): void;
  /** Mean loss of the steps since the last call; waits for the device. */
  readLoss(): Promise<number>;
  dispose(): void;
}

export interface Case {
  readonly id: string;
  /** What the table says of it. */
  readonly note: string;
  readonly sizes: Sizes;
  /** Small enough for a test. */
  readonly tiny: Sizes;
  /** The only batch that this case is measured with. */
  readonly onlyBatch?: number;
  problem(batch: number, sizes: Sizes): Problem;
  /** In plain operations of TensorFlow.js, as its users write it. */
  stock(tools: StockTools, sizes: Sizes): StockModel;
  /** In jax-js, at its best: with the first layer of a pixel model split. */
  jax(values: FirstValues, sizes: Sizes): JaxModel;
  /** Name and options of the model in torch/models.py. */
  readonly torch: { readonly model: string; readonly options: Readonly<Record<string, number>> };
}

/** First values by name; throws for a name that the lab does not have. */
export type FirstValues = (name: string) => NamedValues;

export function firstValuesOf({ parameters }: Pick<Problem, 'parameters'>): FirstValues {
  return (name) => {
    const found = parameters.find((each) => each.name === name);
    if (!found) throw new Error(`the lab has no parameter "${name}" here`);
    return found;
  };
}

/** The examples of a step: inputs in [0, 1] or as they are, targets [batch, outputs]. */
export function gather(problem: Problem, step: number): Record<'inputs' | 'targets', Float32Array> {
  const { inputs, targets, outputs } = problem;
  const indices = problem.indicesAt(step);
  const length = inputs.length / exampleCount(problem);
  const scale = inputs instanceof Uint8Array ? 255 : 1;
  const gathered = new Float32Array(indices.length * length);
  const answers = new Float32Array(indices.length * outputs);
  indices.forEach((index, example) => {
    for (let entry = 0; entry < length; entry++) {
      gathered[example * length + entry] = inputs[index * length + entry]! / scale;
    }
    if (targets instanceof Uint8Array) answers[example * outputs + targets[index]!] = 1;
    else answers.set(targets.subarray(index * outputs, (index + 1) * outputs), example * outputs);
  });
  return { inputs: gathered, targets: answers };
}

export function exampleCount({ targets, outputs }: Pick<Problem, 'targets' | 'outputs'>): number {
  return targets instanceof Uint8Array ? targets.length : targets.length / outputs;
}
