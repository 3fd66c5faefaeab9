/**
 * Where a run breaks: the smallest strength at which its accuracy lies under a chosen one.
 *
 * A search in two stages that asks one strength at a time, and is a function of the answers so far:
 * whoever holds them may stop, go on, or hand in answers that a severity curve has given already.
 *
 *   coarse   the given strengths from none outwards, up to the first that lies under
 *   fine     between that one and the one before, halved until they lie within the resolution
 *
 * The coarse stage comes first because accuracy need not fall steadily: a digit turned by 180° is
 * read better than one turned by 90°, and halving the whole range would walk past the first fall. What
 * dips and recovers between two neighbouring coarse strengths is not seen.
 */
import { optionOf, outwards, type SeverityCurve } from './severity.ts';

/** Of the way from none to the end of the range: how finely a breaking point is told. */
const RESOLUTION = 0.01;

export interface BreakingSearch {
  /** Two or more, from none outwards in one direction, up or down. */
  readonly strengths: readonly number[];
  /** The chosen accuracy, 0 to 1. */
  readonly accuracy: number;
  /** How near the two strengths must lie in the end, in the knob's unit; above 0. */
  readonly resolution: number;
  /** Whole numbers only, as an integer option has them. */
  readonly whole?: boolean;
}

export interface StrengthAnswer {
  readonly strength: number;
  /** 0 to 1. */
  readonly accuracy: number;
}

export type BreakingPoint =
  /** Its accuracy lies under the chosen one at `strength`, and at `held` it does not. */
  | { readonly kind: 'breaks'; readonly strength: number; readonly held: number }
  /** It lies under the chosen accuracy already where nothing has been changed. */
  | { readonly kind: 'at once'; readonly strength: number }
  /** It keeps the chosen accuracy up to the last strength. */
  | { readonly kind: 'never'; readonly held: number };

export type BreakingStep =
  | { readonly kind: 'ask'; readonly strength: number; readonly stage: 'coarse' | 'fine' }
  | { readonly kind: 'found'; readonly point: BreakingPoint };

/** The searches along a curve: one in each direction that it has, upwards first. */
export function breakingSearches(curve: SeverityCurve, accuracy: number): BreakingSearch[] {
  const whole = optionOf(curve.knob).kind === 'integer';
  const { up, down } = outwards(curve);
  return [up, down]
    .filter((levels) => levels.length > 0)
    .map((levels) => {
      const strengths = levels.map(({ strength }) => strength);
      const fine = RESOLUTION * Math.abs(strengths.at(-1)! - curve.none);
      return { strengths, accuracy, resolution: whole ? Math.max(1, fine) : fine, whole };
    });
}

/** What to ask next, or what has been found. Answers in any order; others than asked do no harm. */
export function nextBreakingStep(
  search: BreakingSearch,
  answers: readonly StrengthAnswer[],
): BreakingStep {
  const { strengths, accuracy } = search;
  expectDirection(search);
  const known = new Map(answers.map((answer) => [answer.strength, answer.accuracy]));
  let held: number | null = null;
  for (const strength of strengths) {
    const found = known.get(strength);
    if (found === undefined) return { kind: 'ask', strength, stage: 'coarse' };
    if (isUnder(found, accuracy)) return refine(search, known, held, strength);
    held = strength;
  }
  return { kind: 'found', point: { kind: 'never', held: held! } };
}

/** An accuracy that is no number is no accuracy. */
const isUnder = (found: number, chosen: number) => !(found >= chosen);

function refine(
  { accuracy, resolution, whole = false }: BreakingSearch,
  known: ReadonlyMap<number, number>,
  before: number | null,
  first: number,
): BreakingStep {
  if (before === null) return { kind: 'found', point: { kind: 'at once', strength: first } };
  let [held, broken] = [before, first];
  while (Math.abs(broken - held) > resolution) {
    const strength = middle(held, broken, whole);
    // Numbers lie no closer: there is nothing in between to ask.
    if (strength === held || strength === broken) break;
    const found = known.get(strength);
    if (found === undefined) return { kind: 'ask', strength, stage: 'fine' };
    if (isUnder(found, accuracy)) broken = strength;
    else held = strength;
  }
  return { kind: 'found', point: { kind: 'breaks', strength: broken, held } };
}

function middle(a: number, b: number, whole: boolean): number {
  const half = a + (b - a) / 2;
  return whole ? Math.trunc(half) : half;
}

function expectDirection({ strengths, resolution }: BreakingSearch): void {
  const isMonotone = [1, -1].some((way) =>
    strengths.every((each, i) => i === 0 || way * (each - strengths[i - 1]!) > 0),
  );
  if (strengths.length < 2 || !isMonotone) {
    throw new Error(
      `breaking point: found strengths ${strengths.join(', ') || 'none'}, expected two or more in one direction`,
    );
  }
  if (!(resolution > 0)) throw new Error(`breaking point: found resolution ${resolution}`);
}
