/** What a model answers to many images of a set, piece by piece, so that a worker can hear *pause* in between. */
import type { DeviceArray, Kernels } from '../core/kernels.ts';
import { answersOf, type AnsweredChunk, type SetPart } from './answers.ts';
import { gatherBatch } from './batches.ts';
import type { Model } from './model.ts';
import { answersByTable, canTabulate } from './tabulation.ts';

/** Images that are answered at once, where each is computed in full. */
const CHUNK = 100;

/** @param breathe lets waiting messages in; called between pieces of work */
export function answersOfSet(
  kernels: Kernels,
  weights: { model: Model; parameters: ReadonlyMap<string, DeviceArray> },
  part: SetPart,
  breathe: () => Promise<void>,
): AsyncGenerator<AnsweredChunk> {
  const ask = canTabulate(kernels, weights.model) ? answersByTable : answersInFull;
  return ask(kernels, weights, part, breathe);
}

async function* answersInFull(
  kernels: Kernels,
  weights: { model: Model; parameters: ReadonlyMap<string, DeviceArray> },
  { set, indices, view }: SetPart,
  breathe: () => Promise<void>,
): AsyncGenerator<AnsweredChunk> {
  const pixels = set.images.length / set.count; // numbers of an image
  for (let begin = 0; begin < indices.length; begin += CHUNK) {
    const chunk = indices.subarray(begin, begin + CHUNK);
    const { values, labels, count } = gatherBatch(set, pixels, chunk);
    yield { begin, labels, answers: await answersOf(kernels, weights, values, count, view) };
    await breathe();
  }
}
