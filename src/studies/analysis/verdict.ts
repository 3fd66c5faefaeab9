/**
 * What a declared comparison found, in words that claim no more than the runs can carry.
 *
 *   better, worse         Holm's p below .05, the interval on one side of 0, at least six seeds: all three
 *   no difference found   enough seeds, and one of the first two is missing; never "equal"
 *   too few seeds         whatever they had shown, it could not have passed
 *
 * An interval that excludes 0 beside a p that is too large, or the other way round, is told, so that
 * nobody has to find it.
 */
import { listText } from '../comparisons/words.ts';
import type { Interval, Outcome, TestedComparison } from './analysis.ts';
import {
  countText,
  decimalsFor,
  numeral,
  pointsFigure,
  pointsText,
  probabilityText,
} from './words.ts';

/** Two-sided. */
export const ALPHA = 0.05;
/** Five pairs cannot give a two-sided sign-flip p below .0625, whatever they show. */
const LEAST_SEEDS = 6;

export type Tested = Omit<TestedComparison, 'outcome' | 'verdict'>;

/** What stands beside the figures of a comparison. */
export interface Surroundings {
  /** Comparisons in the family of Holm's correction. */
  readonly comparisons: number;
  /** `Typefaces, N = 300` */
  readonly where: string;
  /** What is not in the figures: `2 of 10 runs of CNN diverged`. */
  readonly absent: readonly string[];
}

export function outcomeOf({ seeds, holmP, interval, mean, seedsNeeded }: Tested): Outcome {
  if (seeds.length === 0 || mean === null) return 'no-pairs';
  if (seeds.length < LEAST_SEEDS) return 'too-few-seeds';
  const isSmall = holmP !== null && holmP < ALPHA;
  if (isSmall && excludesZero(interval)) return mean > 0 ? 'better' : 'worse';
  // A later step of Holm's needs fewer seeds than its first, so a p that passed has had enough.
  return seeds.length < seedsNeeded && !isSmall ? 'too-few-seeds' : 'no-difference-found';
}

const excludesZero = (interval: Interval | null): boolean =>
  interval !== null && (interval.low > 0 || interval.high < 0);

export function verdictOf(tested: Tested, surroundings: Surroundings): string {
  const { absent } = surroundings;
  const left = absent.length > 0 ? ` Not in these figures: ${listText(absent)}.` : '';
  return findingOf(tested, surroundings) + left;
}

function findingOf(tested: Tested, surroundings: Surroundings): string {
  const outcome = outcomeOf(tested);
  switch (outcome) {
    case 'no-pairs':
      return `No seed has a finished run of both ${tested.a} and ${tested.b} (${surroundings.where}), so nothing can be compared.`;
    case 'too-few-seeds':
      return `${tendency(tested, surroundings)} ${seedsWanted(tested, surroundings)}`;
    case 'no-difference-found':
      return `${nothingFound(tested, surroundings)}${disagreement(tested, surroundings)}`;
    default:
      return difference(tested, outcome, surroundings);
  }
}

const pairs = ({ seeds }: Tested) => `In ${countText(seeds.length, 'paired run')}`;

function difference(tested: Tested, outcome: 'better' | 'worse', beside: Surroundings): string {
  const { a, b, mean } = tested;
  const interval = tested.interval!;
  const sizes = outcome === 'better' ? interval : mirrored(interval);
  const decimals = decimalsFor(interval);
  const size = pointsText(Math.abs(mean!), decimals);
  const figures = [intervalText(sizes), familyText(tested, beside), beside.where];
  return `${pairs(tested)} ${a} was ${outcome} than ${b} by ${size} (${figures.join('; ')}).`;
}

/** In the other direction: how much b is above a. */
const mirrored = ({ low, high }: Interval): Interval => ({ low: -high, high: -low });

function intervalText(interval: Interval): string {
  const decimals = decimalsFor(interval);
  return `95 % t-interval ${pointsFigure(interval.low, decimals)} to ${pointsFigure(interval.high, decimals)}`;
}

const familyText = ({ holmP }: Tested, { comparisons }: Surroundings): string =>
  `Holm ${probabilityText(holmP!)}, ${countText(comparisons, 'comparison')}`;

function nothingFound(tested: Tested, beside: Surroundings): string {
  const { a, b, mean, differences } = tested;
  const interval = tested.interval!;
  const lead = `${pairs(tested)} no difference between ${a} and ${b} was detected`;
  if (differences.every((each) => each === 0)) {
    return `${lead}: they were equally accurate at every seed (${familyText(tested, beside)}; ${beside.where}).`;
  }
  const shown = `mean difference ${pointsFigure(mean!, decimalsFor(interval))}`;
  const figures = [`${shown}, ${intervalText(interval)}`, familyText(tested, beside), beside.where];
  return `${lead} (${figures.join('; ')}); differences above ${boundText(interval)} are unlikely.`;
}

/** The end of the interval that is farther from 0, never rounded down. */
function boundText(interval: Interval): string {
  const decimals = decimalsFor(interval);
  const end = 100 * Math.max(Math.abs(interval.low), Math.abs(interval.high));
  const unit = 10 ** decimals;
  // What is a whole tenth but for rounding stays that tenth.
  return `${(Math.ceil(end * unit - 1e-6) / unit).toFixed(decimals)} points`;
}

function disagreement(tested: Tested, { comparisons }: Surroundings): string {
  const { p, holmP, interval } = tested;
  if (holmP! < ALPHA) {
    return ` Holm's p is below .05, but the interval includes 0: that is not called ${tested.mean! > 0 ? 'better' : 'worse'}.`;
  }
  if (!excludesZero(interval)) return '';
  const alone = `The interval of this comparison alone excludes 0 (${probabilityText(p!)})`;
  if (p! >= ALPHA) return ` ${alone}, which the sign-flip test does not bear out.`;
  return ` ${alone}; among ${countText(comparisons, 'comparison')} that is not enough.`;
}

/** What so few seeds show, without a claim. */
function tendency(tested: Tested, beside: Surroundings): string {
  const { a, b, mean, interval } = tested;
  const decimals = interval ? decimalsFor(interval) : 1;
  const side = mean! > 0 ? 'above' : 'below';
  const size = `${pointsText(Math.abs(mean!), decimals)} ${side} ${b}`;
  const figures = [interval ? intervalText(interval) : 'one seed has no interval', beside.where];
  return `${pairs(tested)} ${a} was ${mean === 0 ? `level with ${b}` : size} (${figures.join('; ')}).`;
}

function seedsWanted({ seeds, seedsNeeded }: Tested, { comparisons }: Surroundings): string {
  const family = countText(comparisons, 'comparison');
  if (seeds.length >= LEAST_SEEDS) {
    return `That cannot be significant with ${seeds.length} seeds and ${family}; ${seedsNeeded} would allow it.`;
  }
  const wanted = `with ${family}, ${numeral(seedsNeeded)} would allow it`;
  return `Under ${numeral(LEAST_SEEDS)} seeds nothing is called significant; ${wanted}.`;
}
