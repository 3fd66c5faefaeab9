/**
 * Edits of a study's plan, as pure functions: a plan in, a plan out. What hangs on something that is
 * renamed or removed (comparisons, levels) follows it, so that a plan never speaks of what is gone.
 */
import type {
  ChoiceChanges,
  DeclaredComparison,
  Factor,
  Levels,
  SpecChanges,
  StudyArm,
  StudyPlan,
} from '../studies/plan/plan.ts';
import type { SystemChoice } from '../core/system.ts';
import { combinationsOf } from '../studies/plan/combinations.ts';
import type { RunSpec } from '../training/spec.ts';
import { createDefaultSpec, readSpec } from '../training/specs.ts';

const choiceNames = [
  'task',
  'dataset',
  'architecture',
  'encoding',
  'optimiser',
  'schedule',
  'stopping',
] as const satisfies readonly (keyof SpecChanges & keyof RunSpec)[];
const plainNames = [
  'augmentation',
  'trainingImages',
  'validationImages',
  'learningRate',
  'steps',
  'batchSize',
] as const satisfies readonly (keyof SpecChanges & keyof RunSpec)[];

export type { DeclaredComparison, Factor, Levels, SpecChanges, StudyArm, StudyPlan };

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The least that makes `spec` of `base`, whatever their seeds. */
export function changesBetween(given: RunSpec, wanted: RunSpec): SpecChanges {
  const [base, spec] = [written(given), written(wanted)];
  const choices = choiceNames.flatMap((name) => {
    const changes = choiceChanges(base[name], spec[name]);
    return changes ? [[name, changes] as const] : [];
  });
  const plain = plainNames.flatMap((name) =>
    isSame(base[name], spec[name]) ? [] : [[name, spec[name]] as const],
  );
  return Object.fromEntries<unknown>([...choices, ...plain]) as SpecChanges;
}

/** With all defaults written out, as far as it is legal: what is left out differs from nothing. */
function written(spec: RunSpec): RunSpec {
  try {
    return readSpec(spec, 'the spec');
  } catch {
    return spec; // half typed
  }
}

/** What becomes of `base`, legal or half typed: checks are for when the plan is read. */
export function changedSpec(base: RunSpec, changes: SpecChanges): RunSpec {
  const choices = choiceNames.map((name) => [name, changedChoice(base[name], changes[name])]);
  return { ...base, ...changes, ...Object.fromEntries(choices) } as RunSpec;
}

function changedChoice(base: SystemChoice | null, changes: ChoiceChanges | undefined) {
  if (!changes) return base;
  const { id, options = {} } = changes;
  if (id !== undefined) return { id, options };
  return base && { id: base.id, options: { ...base.options, ...options } };
}

function choiceChanges(
  base: SystemChoice | null,
  wanted: SystemChoice | null,
): ChoiceChanges | undefined {
  if (!wanted) return undefined; // an architecture without an encoding says so itself
  if (base?.id !== wanted.id) return { id: wanted.id, options: wanted.options };
  const options = Object.entries(wanted.options).filter(
    ([name, value]) => base.options[name] !== value,
  );
  return options.length > 0 ? { options: Object.fromEntries(options) } : undefined;
}

/** `Coordinet`, or `Coordinet 2` where there is one. */
export function freeLabel(taken: readonly string[], wanted: string): string {
  if (!taken.includes(wanted)) return wanted;
  for (let number = 2; ; number++) {
    const label = `${wanted} ${number}`;
    if (!taken.includes(label)) return label;
  }
}

const labelsOf = (list: readonly { readonly label: string }[]) => list.map(({ label }) => label);

/** Adds an arm behind the others; its label is made unique. The first two are compared at once. */
export function addArm(plan: StudyPlan, arm: StudyArm): StudyPlan {
  const label = freeLabel(labelsOf(plan.arms), arm.label);
  const next = { ...plan, arms: [...plan.arms, { ...arm, label }] };
  const baseline = baselineOf(plan) ?? plan.arms[0]?.label;
  if (baseline === undefined) return next;
  const added = placesOf(plan).map((at) => ({ a: label, b: baseline, at }));
  return { ...next, comparisons: [...plan.comparisons, ...added] };
}

export function removeArm(plan: StudyPlan, label: string): StudyPlan {
  return {
    ...plan,
    arms: plan.arms.filter((arm) => arm.label !== label),
    comparisons: plan.comparisons.filter(({ a, b }) => a !== label && b !== label),
  };
}

export function setArmChanges(plan: StudyPlan, label: string, changes: SpecChanges): StudyPlan {
  const arms = plan.arms.map((arm) => (arm.label === label ? { ...arm, changes } : arm));
  return { ...plan, arms };
}

/** A label that another arm has, or none at all, changes nothing. */
export function renameArm(plan: StudyPlan, label: string, wanted: string): StudyPlan {
  const next = wanted.trim();
  if (next === '' || next === label || labelsOf(plan.arms).includes(next)) return plan;
  const renamed = (each: string) => (each === label ? next : each);
  return {
    ...plan,
    arms: plan.arms.map((arm) => ({ ...arm, label: renamed(arm.label) })),
    comparisons: plan.comparisons.map(({ a, b, at }) => ({ a: renamed(a), b: renamed(b), at })),
  };
}

/** Adds a factor, or puts it in the place of the one that has its label. */
export function setFactor(plan: StudyPlan, factor: Factor): StudyPlan {
  const isThere = labelsOf(plan.factors).includes(factor.label);
  const factors = isThere
    ? plan.factors.map((each) => (each.label === factor.label ? factor : each))
    : [...plan.factors, factor];
  return withFactors(plan, factors);
}

export function removeFactor(plan: StudyPlan, label: string): StudyPlan {
  return withFactors(
    plan,
    plan.factors.filter((factor) => factor.label !== label),
  );
}

/** Comparisons at levels that there are no more become comparisons at the levels that there are. */
function withFactors(plan: StudyPlan, factors: readonly Factor[]): StudyPlan {
  const next = { ...plan, factors, tuning: tuningWithin(plan, factors) };
  const baseline = baselineOf(plan);
  const isAtLevels = plan.comparisons.some(({ at }) => at !== 'mean');
  if (!isAtLevels || baseline === undefined) return next;
  return compareWith(next, baseline, 'levels');
}

function tuningWithin({ tuning }: StudyPlan, factors: readonly Factor[]): StudyPlan['tuning'] {
  if (!tuning || tuning.at === 'each') return tuning;
  const isKnown = combinationsOf(factors).some(({ levels }) => isSame(levels, tuning.at));
  return isKnown ? tuning : { ...tuning, at: 'each' };
}

/** Every combination of the factors' levels; one that is empty where nothing is varied. */
export const placesAt = ({ factors }: Pick<StudyPlan, 'factors'>): Levels[] =>
  combinationsOf(factors).map(({ levels }) => levels);

/** The arm that all comparisons are with; undefined where they have none in common. */
export function baselineOf({ comparisons }: StudyPlan): string | undefined {
  const first = comparisons[0]?.b;
  return comparisons.every(({ b }) => b === first) ? first : undefined;
}

export type ComparedAt = 'mean' | 'levels' | 'chosen';

/** Where the plan compares: everywhere in the mean, at each combination, or as somebody chose. */
export function comparedAt(plan: StudyPlan): ComparedAt {
  const baseline = baselineOf(plan);
  if (plan.comparisons.length === 0 || baseline === undefined) return 'chosen';
  for (const at of ['mean', 'levels'] as const) {
    if (isSame(compareWith(plan, baseline, at).comparisons, plan.comparisons)) return at;
  }
  return 'chosen';
}

/** The places at which an arm that is added is compared. */
function placesOf(plan: StudyPlan): DeclaredComparison['at'][] {
  return comparedAt(plan) === 'levels' ? placesAt(plan) : ['mean'];
}

/** Compares each of the other arms with the baseline, and nothing else. */
export function compareWith(
  plan: StudyPlan,
  baseline: string,
  where: 'mean' | 'levels',
): StudyPlan {
  const others = labelsOf(plan.arms).filter((label) => label !== baseline);
  const places = where === 'mean' ? (['mean'] as const) : placesAt(plan);
  const comparisons = others.flatMap((a) => places.map((at) => ({ a, b: baseline, at })));
  return { ...plan, comparisons };
}

export function removeComparison(plan: StudyPlan, place: number): StudyPlan {
  return { ...plan, comparisons: plan.comparisons.filter((_, each) => each !== place) };
}

export function addComparison(plan: StudyPlan, comparison: DeclaredComparison): StudyPlan {
  if (plan.comparisons.some((each) => isSame(each, comparison))) return plan;
  return { ...plan, comparisons: [...plan.comparisons, comparison] };
}

/** `30, 100 300` as numbers in the order given, each once; undefined where a word is none. */
export function numbersOf(text: string): number[] | undefined {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = words.map(Number);
  if (numbers.length === 0 || !numbers.every(Number.isFinite)) return undefined;
  return [...new Set(numbers)];
}

const MOST_SEEDS = 1000;

/** `8` as 1 to 8, `1-4 7` and `3,5` as what they say; undefined where it is none of these. */
export function seedsOf(text: string): number[] | undefined {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const isCount = words.length === 1 && /^\d+$/.test(words[0]!);
  if (isCount) return between(1, Number(words[0]));
  const seeds = words.map((word) => {
    const range = /^(\d+)(?:[-–](\d+))?$/.exec(word);
    return range ? between(Number(range[1]), Number(range[2] ?? range[1])) : undefined;
  });
  if (seeds.length === 0 || seeds.some((each) => each === undefined)) return undefined;
  return [...new Set(seeds.flatMap((each) => each!))].slice(0, MOST_SEEDS);
}

function between(first: number, last: number): number[] | undefined {
  const count = last - first + 1;
  if (count < 1 || count > MOST_SEEDS) return undefined;
  return Array.from({ length: count }, (_, place) => first + place);
}

/** Seeds as short as a person would write them: `8`, or `1–4, 7`. */
export function seedsText(seeds: readonly number[]): string {
  const isCounted = seeds.length > 0 && seeds.every((seed, place) => seed === place + 1);
  if (isCounted) return String(seeds.length);
  const ranges: [number, number][] = [];
  for (const seed of seeds) {
    const last = ranges.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else ranges.push([seed, seed]);
  }
  return ranges
    .map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
    .join(', ');
}

/** A plan to begin with: nothing compared yet, seeds enough for a verdict, Classify's set-up shared. */
export function createPlan(base: RunSpec = createDefaultSpec()): StudyPlan {
  return {
    version: 1,
    title: '',
    question: '',
    base,
    arms: [],
    factors: [],
    seeds: [1, 2, 3, 4, 5, 6],
    comparisons: [],
    equal: [],
    tuning: null,
    views: [],
  };
}

/** Nothing of it would be missed. */
export function isUntouched(plan: StudyPlan): boolean {
  return isSame(plan, createPlan(plan.base));
}
