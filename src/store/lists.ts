/** What the page may know of training: its lists, and what a spec means before anything runs. */
import { findArchitecture } from '../architectures/index.ts';
import { messageOf } from '../core/errors.ts';
import { readOptions } from '../core/options.ts';
import { findEncoding } from '../encodings/index.ts';
import type { DatasetCard } from '../engine/engine.ts';
import { createAugmentation } from '../training/augmentBatch.ts';
import { encodingMaps, type EncodingPictures } from '../training/encodingMaps.ts';
import { summariseModel } from '../training/modelSummary.ts';
import type { RunSpec } from '../training/spec.ts';
import { faultsOf } from '../training/enoughImages.ts';
import { readSpec } from '../training/specs.ts';

export { findOptimiser, optimisers } from '../training/optimisers/index.ts';
export { findSchedule, schedules } from '../training/schedules/index.ts';
export { findStoppingRule, stoppingRules } from '../training/stopping/index.ts';
export { createDefaultSpec, differences, specNumbers } from '../training/specs.ts';

export type ModelSummary = ReturnType<typeof summariseModel>;

/** The model that a spec asks for; undefined until the size of its images is known. */
export function summaryOf(spec: RunSpec, card: DatasetCard | undefined): ModelSummary | undefined {
  if (!card) return undefined;
  const { height, width, channels, classNames } = card;
  return summariseModel(spec, { height, width, channels, classes: classNames.length });
}

export type { EncodingPictures };

/** Little maps of the spec's encoding over an image of that size; undefined where it has none. */
export async function mapsOf(
  { encoding, seed }: Pick<RunSpec, 'encoding' | 'seed'>,
  size: { height: number; width: number },
  limit: number,
): Promise<EncodingPictures | undefined> {
  if (!encoding) return undefined;
  try {
    return await encodingMaps(encoding, seed, size, limit);
  } catch {
    return undefined; // The form beside it says what is wrong with the options.
  }
}

/**
 * Why the options of the spec's encoding cannot work on these images: `what is wrong; what to do`.
 * An illegal value is said at its own field.
 */
export function encodingFaultOf(
  { encoding: choice }: Pick<RunSpec, 'encoding'>,
  card: DatasetCard | undefined,
): string | undefined {
  if (!choice || !card) return undefined;
  try {
    const encoding = findEncoding(choice.id);
    const options = readOptions(encoding.options, choice.options, encoding.label);
    const { height, width } = card;
    return encoding.fault?.(options, { dimensions: 2, height, width });
  } catch {
    return undefined;
  }
}

/** Why a spec cannot be trained, in words. */
export function faultsOfSpec(spec: RunSpec, card: DatasetCard | undefined): string[] {
  try {
    const faults = faultsOf(readSpec(spec, 'the set-up'), card);
    const misfit = summaryOf(spec, card)?.fault;
    if (misfit) return [...faults, misfit];
    if (card) createAugmentation(spec, card, findArchitecture(spec.architecture.id).reads);
    return faults;
  } catch (error) {
    return [messageOf(error)];
  }
}
