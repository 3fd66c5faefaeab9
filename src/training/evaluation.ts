/** Scoring and classifying images, a chunk at a time, so that a worker can hear *pause* in between. */
import { indexOfLargest } from '../core/metrics.ts';
import type { HostArray } from '../core/kernels.ts';
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import type { Scores } from '../tasks/task.ts';
import { gatherBatch } from './batches.ts';
import type { Run } from './run.ts';

const CHUNK = 100;

/** Stands for a class where an answer held a NaN. */
const NO_CLASS = 255;

export interface Evaluation extends Scores {
  /** Predicted class of each image; 255 where an answer held a NaN. */
  readonly predictions: Uint8Array;
}

/** Whatever answers [count, outputs] for values [count, height, width, channels] in [0, 1]. */
export interface Answerer {
  answer(values: Float32Array, count: number): Promise<HostArray>;
}

type ImageSize = Pick<Dataset, 'height' | 'width' | 'channels'>;

interface AnsweredChunk {
  /** Place of its first image among `indices`. */
  readonly begin: number;
  readonly labels: Uint8Array;
  /** [labels, outputs] */
  readonly answers: HostArray;
}

/** @param breathe lets waiting messages in; called between chunks */
async function* answerInChunks(
  answerer: Answerer,
  { height, width, channels }: ImageSize,
  set: ImageSet,
  indices: Int32Array,
  breathe: () => Promise<void>,
): AsyncGenerator<AnsweredChunk> {
  const pixels = height * width * channels;
  for (let begin = 0; begin < indices.length; begin += CHUNK) {
    const chunk = indices.subarray(begin, begin + CHUNK);
    const { values, labels, count } = gatherBatch(set, pixels, chunk);
    yield { begin, labels, answers: await answerer.answer(values, count) };
    await breathe();
  }
}

function writeClasses(predictions: Uint8Array, { begin, labels, answers }: AnsweredChunk): void {
  const outputs = answers.length / labels.length;
  for (let i = 0; i < labels.length; i++) {
    const best = indexOfLargest(answers.subarray(i * outputs, (i + 1) * outputs));
    predictions[begin + i] = best < 0 ? NO_CLASS : best;
  }
}

/** @param breathe lets waiting messages in; called between chunks */
export async function evaluateRun(
  run: Run,
  size: ImageSize,
  set: ImageSet,
  indices: Int32Array,
  breathe: () => Promise<void>,
): Promise<Evaluation> {
  const predictions = new Uint8Array(indices.length);
  let loss = 0;
  let right = 0;
  for await (const chunk of answerInChunks(run, size, set, indices, breathe)) {
    const count = chunk.labels.length;
    const scores = run.score(chunk.answers, chunk.labels);
    loss += scores.loss * count;
    right += scores.accuracy * count;
    writeClasses(predictions, chunk);
  }
  return { loss: loss / indices.length, accuracy: right / indices.length, predictions };
}

/**
 * Predicted class of every image of a set; 255 where an answer held a NaN.
 *
 * @param breathe lets waiting messages in; called between chunks
 */
export async function classifySet(
  answerer: Answerer,
  size: ImageSize,
  set: ImageSet,
  breathe: () => Promise<void>,
): Promise<Uint8Array> {
  const all = Int32Array.from({ length: set.count }, (_, i) => i);
  const predictions = new Uint8Array(set.count);
  for await (const chunk of answerInChunks(answerer, size, set, all, breathe)) {
    writeClasses(predictions, chunk);
  }
  return predictions;
}

/** [classes] share of each class's images that were recognised; null for a class without images. */
export function accuracyByClass(
  labels: Uint8Array,
  predictions: Uint8Array,
  classes: number,
): (number | null)[] {
  const all = new Uint32Array(classes);
  const right = new Uint32Array(classes);
  labels.forEach((label, i) => {
    all[label]!++;
    if (predictions[i] === label) right[label]!++;
  });
  return Array.from(all, (count, label) => (count === 0 ? null : right[label]! / count));
}
