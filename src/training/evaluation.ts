/** Scoring a run on images, a chunk at a time, so that a worker can hear *pause* in between. */
import type { Dataset, ImageSet } from '../datasets/dataset.ts';
import { indexOfLargest } from '../core/metrics.ts';
import type { Scores } from '../tasks/task.ts';
import { gatherBatch } from './batches.ts';
import type { Run } from './run.ts';

const CHUNK = 100;

export interface Evaluation extends Scores {
  /** Predicted class of each image; 255 where an answer held a NaN. */
  readonly predictions: Uint8Array;
}

/** @param breathe lets waiting messages in; called between chunks */
export async function evaluateRun(
  run: Run,
  dataset: Pick<Dataset, 'height' | 'width' | 'channels'>,
  set: ImageSet,
  indices: Int32Array,
  breathe: () => Promise<void>,
): Promise<Evaluation> {
  const pixels = dataset.height * dataset.width * dataset.channels;
  const { outputs } = run.model.sizes;
  const predictions = new Uint8Array(indices.length);
  let loss = 0;
  let right = 0;
  for (let begin = 0; begin < indices.length; begin += CHUNK) {
    const chunk = indices.subarray(begin, begin + CHUNK);
    const { values, labels, count } = gatherBatch(set, pixels, chunk);
    const answers = await run.answer(values, count);
    const scores = run.score(answers, labels);
    loss += scores.loss * count;
    right += scores.accuracy * count;
    for (let i = 0; i < count; i++) {
      predictions[begin + i] = indexOfLargest(answers.subarray(i * outputs, (i + 1) * outputs));
    }
    await breathe();
  }
  return { loss: loss / indices.length, accuracy: right / indices.length, predictions };
}
