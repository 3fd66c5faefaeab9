/**
 * What a plan could find, known before it runs: whether its seeds are enough to call anything
 * significant, and how small a difference it would probably see.
 */
import { seedsNeeded } from '../../core/statistics/holm.ts';
import { smallestDifference } from '../../core/statistics/smallestDifference.ts';
import type { StudyPlan } from './plan.ts';

const ALPHA = 0.05;
const POWER = 0.8;
/**
 * Of a pair's difference: two arms whose accuracies each scatter by one point over seeds, and do so
 * apart. Pairing makes it less where both arms find the same seeds hard.
 */
export const ASSUMED_DEVIATION = 0.01 * Math.SQRT2;

export interface Detectable {
  readonly seeds: number;
  /** Declared, the family of Holm's correction. */
  readonly comparisons: number;
  /** With fewer seeds no result whatever could be called significant; null without comparisons. */
  readonly seedsNeeded: number | null;
  /**
   * A true difference of accuracies, 0 to 1, that a paired t test at Holm's first step would find in
   * four of five such studies; null under two seeds or without comparisons.
   */
  readonly difference: number | null;
  /** Standard deviation of the paired differences that this goes by. */
  readonly deviation: number;
  readonly isAssumed: boolean;
}

/** @param deviation of paired differences, 0 to 1, where runs have shown it */
export function detectable(
  { seeds, comparisons }: Pick<StudyPlan, 'seeds' | 'comparisons'>,
  deviation?: number,
): Detectable {
  const family = comparisons.length;
  const scatter = deviation ?? ASSUMED_DEVIATION;
  const power = { alpha: ALPHA / Math.max(1, family), power: POWER };
  return {
    seeds: seeds.length,
    comparisons: family,
    seedsNeeded: family === 0 ? null : seedsNeeded(family, ALPHA),
    difference: family === 0 ? null : smallestDifference(seeds.length, scatter, power),
    deviation: scatter,
    isAssumed: deviation === undefined,
  };
}

/**
 * The standard deviation of paired differences over several comparisons, each about its own mean;
 * undefined where none has two pairs.
 */
export function pooledDeviation(
  comparisons: readonly { readonly differences: readonly number[] }[],
): number | undefined {
  let [squares, freedom] = [0, 0];
  for (const { differences } of comparisons) {
    if (differences.length < 2) continue;
    const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
    squares += differences.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    freedom += differences.length - 1;
  }
  return freedom === 0 ? undefined : Math.sqrt(squares / freedom);
}

const pointsText = (share: number) => `${(100 * share).toFixed(1)} points`;

/** The same in a sentence or two, the assumption said. */
export function detectableText(found: Detectable): string {
  const { seeds, comparisons, seedsNeeded: needed, difference, deviation, isAssumed } = found;
  if (needed === null) return 'Nothing is compared, so nothing is tested.';
  const of = comparisons === 1 ? 'one comparison' : `${comparisons} comparisons`;
  if (seeds < needed) {
    return `With ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} and ${of} no result could be called significant; it takes ${needed}.`;
  }
  const basis = isAssumed
    ? `if differences scatter by ${pointsText(deviation)} over seeds, an assumption`
    : `as differences scatter by ${pointsText(deviation)} over the seeds so far`;
  return `With ${seeds} seeds and ${of} a true difference of ${pointsText(difference!)} would be found in four of five such studies, ${basis}.`;
}
