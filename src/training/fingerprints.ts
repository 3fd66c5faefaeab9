/**
 * Hashes by which two machines tell whether they ran the same experiment: the weights that it began
 * with, the images that it saw in their order, and the weights that came of it. All of them follow
 * from spec and dataset, so they are made at the end and training does not wait for them.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { initialise } from '../core/parameters.ts';
import { createRandom } from '../core/random.ts';
import { sha256Of } from '../core/hash.ts';
import { createBatchOrder } from './batches.ts';
import type { NamedValues } from './checkpoint.ts';
import type { Model } from './model.ts';
import type { RunSpec } from './spec.ts';

/** Batches that are hashed between two breaths: some milliseconds. */
const BATCHES_AT_ONCE = 1000;

/** Over all parameters in order, float32 little-endian (as every machine that runs this has it). */
export function hashOfWeights(parameters: readonly Pick<NamedValues, 'values'>[]): Promise<string> {
  return sha256Of(
    parameters.map(
      ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    ),
  );
}

/** Of the first values that the seed draws for a model. */
export function hashOfInitialWeights({ parameters }: Model, seed: number): Promise<string> {
  const random = createRandom(seed);
  return hashOfWeights(
    parameters.map((parameter) => ({
      values: initialise(parameter, random.stream(`init/${parameter.name}`)),
    })),
  );
}

/**
 * Over the images of the first `steps` batches: indices into the training part, int32 little-endian.
 * A piece at a time, for a long run sees more of them than memory holds.
 *
 * @param training the images that the run learns from
 * @param breathe lets waiting messages in
 */
export async function hashOfBatches(
  training: Int32Array,
  { batchSize, seed }: Pick<RunSpec, 'batchSize' | 'seed'>,
  steps: number,
  breathe: () => Promise<void>,
): Promise<string> {
  const batchAt = createBatchOrder(training, batchSize, seed);
  const hash = sha256.create();
  for (let step = 0; step < steps; step++) {
    hash.update(new Uint8Array(batchAt(step).buffer));
    if (step % BATCHES_AT_ONCE === BATCHES_AT_ONCE - 1) await breathe();
  }
  return bytesToHex(hash.digest());
}
