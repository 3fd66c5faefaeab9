/** What a model answers: parameters on a device, images in, answers out. */
import { evaluate } from '../core/differentiation.ts';
import type { DeviceArray, HostArray, Kernels } from '../core/kernels.ts';
import type { Ops, Ports } from '../core/ops.ts';
import { createRandom } from '../core/random.ts';
import type { ImageSet } from '../datasets/dataset.ts';
import type { Feed, Model, ModelContext, PixelView } from './model.ts';

export interface AnsweredChunk {
  /** Place of its first image among those asked for. */
  readonly begin: number;
  readonly labels: Uint8Array;
  /** [labels, outputs] */
  readonly answers: HostArray;
}

/** Images of a set, in this order. */
export interface SetPart {
  readonly set: ImageSet;
  readonly indices: Int32Array;
  /** Where the pixels of the set's images are, [count, places, channels]; absent: on the grid. */
  readonly view?: PixelView | undefined;
}

/** Whatever answers images of a set, piece by piece. */
export interface SetAnswerer {
  answerSet(part: SetPart, breathe: () => Promise<void>): AsyncIterable<AnsweredChunk>;
}

/** A feed's host arrays as constants of a computation. */
export function constantsOf(ops: Ops, feed: Feed): Ports {
  return Object.fromEntries(
    Object.entries(feed.arrays).map(([name, { values, shape }]) => [
      name,
      ops.constant(values, shape),
    ]),
  );
}

/** Nothing is trained, and what draws draws the same every time. */
export function evaluationContext({
  layout,
  positions,
}: Pick<Feed, 'layout' | 'positions'>): ModelContext {
  return {
    layout,
    positions,
    training: false,
    random: (name) => createRandom(0).stream(`evaluation/${name}`),
  };
}

/** Answers [count, outputs] for values [count, height, width, channels] in [0, 1], or those of a view. */
export async function answersOf(
  kernels: Kernels,
  { model, parameters }: { model: Model; parameters: ReadonlyMap<string, DeviceArray> },
  values: Float32Array,
  count: number,
  view?: PixelView,
): Promise<HostArray> {
  const feed = model.feed(values, count, kernels.prefersSparseRows, view);
  const { logits } = evaluate(kernels, parameters, (ops, parameter) => {
    const context = evaluationContext(feed);
    const { outputs } = model.forward(ops, parameter, constantsOf(ops, feed), context);
    return { logits: outputs.logits! }; // what else the model shows is freed
  });
  return readAndFree(kernels, logits!);
}

export async function readAndFree(kernels: Kernels, array: DeviceArray): Promise<HostArray> {
  try {
    return await kernels.read(array);
  } finally {
    kernels.dispose(array);
  }
}

/** Rows of logits to rows of probabilities, in place. */
export function softmaxRows(answers: HostArray, outputs: number): void {
  for (let begin = 0; begin < answers.length; begin += outputs) {
    const row = answers.subarray(begin, begin + outputs);
    const top = Math.max(...row);
    let total = 0;
    for (let i = 0; i < outputs; i++) total += row[i] = Math.exp(row[i]! - top);
    for (let i = 0; i < outputs; i++) row[i]! /= total;
  }
}
