/** Scoring and classifying images of a set. */
import { indexOfLargest } from '../core/metrics.ts';
import type { ImageSet } from '../datasets/dataset.ts';
import type { Scores } from '../tasks/task.ts';
import type { AnsweredChunk, SetAnswerer, SetPart } from './answers.ts';
import type { Run } from './run.ts';

/** Stands for a class where an answer held a NaN. */
const NO_CLASS = 255;

export interface Evaluation extends Scores {
  /** Predicted class of each image; 255 where an answer held a NaN. */
  readonly predictions: Uint8Array;
}

/** Into `predictions`, from the place of the chunk's first image on. */
export function writeClasses(
  predictions: Uint8Array,
  { begin, labels, answers }: AnsweredChunk,
): void {
  const outputs = answers.length / labels.length;
  for (let i = 0; i < labels.length; i++) {
    const best = indexOfLargest(answers.subarray(i * outputs, (i + 1) * outputs));
    predictions[begin + i] = best < 0 ? NO_CLASS : best;
  }
}

/** @param breathe lets waiting messages in; called between pieces */
export async function evaluateRun(
  run: Pick<Run, 'answerSet' | 'score'>,
  part: SetPart,
  breathe: () => Promise<void>,
): Promise<Evaluation> {
  const { length } = part.indices;
  const predictions = new Uint8Array(length);
  let loss = 0;
  let right = 0;
  for await (const chunk of run.answerSet(part, breathe)) {
    const count = chunk.labels.length;
    const scores = run.score(chunk.answers, chunk.labels);
    loss += scores.loss * count;
    right += scores.accuracy * count;
    writeClasses(predictions, chunk);
  }
  return { loss: loss / length, accuracy: right / length, predictions };
}

/**
 * Predicted class of every image of a set; 255 where an answer held a NaN.
 *
 * @param breathe lets waiting messages in; called between pieces
 */
export async function classifySet(
  answerer: SetAnswerer,
  set: ImageSet,
  breathe: () => Promise<void>,
): Promise<Uint8Array> {
  const indices = Int32Array.from({ length: set.count }, (_, i) => i);
  const predictions = new Uint8Array(set.count);
  for await (const chunk of answerer.answerSet({ set, indices }, breathe)) {
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
