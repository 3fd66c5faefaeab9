/**
 * A whole plan from typed or stored JSON. What may be missing takes its default; anything illegal
 * throws a LabError that names the field. A plan that was read holds specs that the lab can train,
 * as far as that is known without the images (faults.ts tells the rest).
 */
import { LabError } from '../../core/errors.ts';
import type { RunSpec } from '../../training/spec.ts';
import { createDefaultSpec, readSpec, specNumbers } from '../../training/specs.ts';
import { readChanges } from './changes.ts';
import { countRuns } from './combinations.ts';
import { expectDistinctSpecs, expectSearchable } from './expectations.ts';
import {
  expectUnique,
  illegalPlan,
  readFields,
  readList,
  readNumber,
  readOneOf,
  readText,
  shown,
  within,
  type Fields,
} from './fields.ts';
import {
  equalities,
  type DeclaredComparison,
  type Factor,
  type Level,
  type Levels,
  type StudyArm,
  type StudyPlan,
  type Tuning,
} from './plan.ts';
import { readSearch } from './readSearch.ts';
import { readViews } from './readViews.ts';

export const MOST_RUNS = 100_000;
const MOST_DRAWS = 1000;
const WHERE = 'the plan';

const planFields = [
  ...['version', 'title', 'question', 'base', 'arms', 'factors', 'seeds', 'baseline'],
  ...['comparisons', 'equal', 'tuning', 'views'],
];

/** @param where how the plan is called in messages: the name of its file */
export function readPlan(value: unknown, where: string = WHERE): StudyPlan {
  return within(where, () => {
    const fields = readFields(value, planFields, where);
    expectVersion(fields.version);
    const arms = readArms(fields.arms);
    const factors = readFactors(fields.factors);
    const seeds = readSeeds(fields.seeds, 'seeds');
    const equal = readList(fields.equal ?? [], 'equal').map((each) =>
      readOneOf(each, equalities, 'equal'),
    );
    expectUnique(equal, 'equal');
    const plan: StudyPlan = {
      version: 1,
      title: readText(fields.title, 'title'),
      question: fields.question ? readText(fields.question, 'question') : '',
      base: readBase(fields.base),
      ...{ arms, factors, seeds },
      comparisons: readComparisons(fields, arms, factors),
      equal,
      tuning: readTuning(fields.tuning, factors, seeds),
      views: readViews(fields.views),
    };
    expectFewRuns(plan);
    expectSearchable(plan);
    expectDistinctSpecs(plan);
    return plan;
  });
}

function expectVersion(version: unknown): void {
  if (version === undefined || version === 1) return;
  throw new LabError('unknown-plan-version', {
    found: `version ${shown(version)} of a study's plan`,
    expected: 'version 1',
    fix: 'open it with the version of the lab that wrote it',
  });
}

/** The seeds are the plan's; the base has none of its own, so that equal plans have equal texts. */
function readBase(value: unknown): RunSpec {
  const given = value ?? {};
  const fields = readFields(given, Object.keys({ ...createDefaultSpec() }), 'base');
  return { ...readSpec({ ...createDefaultSpec(), ...fields }, 'base'), seed: 0 };
}

function readArms(value: unknown): StudyArm[] {
  const arms = readList(value ?? [], 'arms').map((each, place): StudyArm => {
    const where = `arms[${place}]`;
    const { label, changes, search } = readFields(each, ['label', 'changes', 'search'], where);
    const name = readText(label, `label of ${where}`);
    return {
      label: name,
      changes: readChanges(changes, `arm "${name}"`),
      ...(search !== undefined && { search: readSearch(search, `search of arm "${name}"`) }),
    };
  });
  if (arms.length === 0) throw illegalPlan('no arms', 'at least one');
  expectUnique(labelsOf(arms), 'labels of arms');
  return arms;
}

const labelsOf = (list: readonly { readonly label: string }[]) => list.map(({ label }) => label);

function readFactors(value: unknown): Factor[] {
  const factors = readList(value ?? [], 'factors').map((each, place): Factor => {
    const { label, levels } = readFields(each, ['label', 'levels'], `factors[${place}]`);
    const name = readText(label, `label of factors[${place}]`);
    return { label: name, levels: readLevels(levels, `factor "${name}"`) };
  });
  expectUnique(labelsOf(factors), 'labels of factors');
  return factors;
}

function readLevels(value: unknown, where: string): Level[] {
  const levels = readList(value ?? [], `levels of ${where}`).map((each, place) => {
    const { label, changes } = readFields(
      each,
      ['label', 'changes'],
      `levels[${place}] of ${where}`,
    );
    const name = readText(label, `label of levels[${place}] of ${where}`);
    return { label: name, changes: readChanges(changes, `level "${name}" of ${where}`) };
  });
  if (levels.length === 0) throw illegalPlan(`no levels in ${where}`, 'at least one');
  expectUnique(labelsOf(levels), `labels of levels of ${where}`);
  return levels;
}

function readSeeds(value: unknown, where: string): number[] {
  const list = readList(value ?? [], where);
  if (list.length === 0) throw illegalPlan(`no ${where}`, 'at least one');
  if (list.length > MOST_RUNS) throw tooManyRuns(list.length);
  const seeds = list.map((each) => readNumber(each, specNumbers.seed, where));
  expectUnique(seeds, where);
  return seeds;
}

function readComparisons(
  { comparisons, baseline }: Fields,
  arms: readonly StudyArm[],
  factors: readonly Factor[],
): DeclaredComparison[] {
  if (comparisons !== undefined) {
    if (baseline !== undefined) {
      throw illegalPlan('a baseline beside comparisons', 'one of them');
    }
    return readDeclared(comparisons, arms, factors);
  }
  const b = baseline === undefined ? arms[0]!.label : readArmLabel(baseline, arms, 'baseline');
  return labelsOf(arms)
    .filter((label) => label !== b)
    .map((a) => ({ a, b, at: 'mean' }));
}

function readDeclared(
  value: unknown,
  arms: readonly StudyArm[],
  factors: readonly Factor[],
): DeclaredComparison[] {
  const list = readList(value, 'comparisons').map((each, place): DeclaredComparison => {
    const where = `comparisons[${place}]`;
    const fields = readFields(each, ['a', 'b', 'at'], where);
    const a = readArmLabel(fields.a, arms, `a of ${where}`);
    const b = readArmLabel(fields.b, arms, `b of ${where}`);
    if (a === b) throw illegalPlan(`"${a}" against itself in ${where}`, 'two arms');
    const { at } = fields;
    return { a, b, at: at === undefined || at === 'mean' ? 'mean' : readAt(at, factors, where) };
  });
  // a against b is b against a: asked twice, it would count twice in Holm's correction.
  expectUnique(
    list.map(({ a, b, at }) => `${[a, b].sort().join(' and ')} at ${JSON.stringify(at)}`),
    'comparisons',
  );
  return list;
}

function readArmLabel(value: unknown, arms: readonly StudyArm[], where: string): string {
  return readOneOf(value, labelsOf(arms), where);
}

/** A level for each factor, in the order of the factors. */
function readAt(value: unknown, factors: readonly Factor[], where: string): Levels {
  const fields = readFields(value, labelsOf(factors), `at of ${where}`);
  const entries = factors.map(({ label, levels }) => [
    label,
    readOneOf(fields[label], labelsOf(levels), `${label} at which ${where} is`),
  ]);
  return Object.fromEntries(entries) as Levels;
}

function readTuning(
  value: unknown,
  factors: readonly Factor[],
  studySeeds: readonly number[],
): Tuning | null {
  if (value === undefined || value === null) return null;
  const fields = readFields(value, ['draws', 'seeds', 'search', 'at'], 'tuning');
  const draws = { min: 2, max: MOST_DRAWS, whole: true };
  const seeds = readSeeds(fields.seeds, 'seeds of tuning');
  const own = new Set(studySeeds);
  const shared = seeds.find((seed) => own.has(seed));
  if (shared !== undefined) {
    throw illegalPlan(
      `seed ${shared} in the study and in its tuning`,
      'other seeds for tuning: what was chosen by a run must not be judged by it',
    );
  }
  const at = fields.at ?? 'each';
  const isAnywhere = at === 'each' || factors.length === 0;
  return {
    draws: readNumber(fields.draws, draws, 'draws of tuning'),
    seeds,
    search: readSearch(fields.search, 'search of tuning'),
    at: isAnywhere ? 'each' : readAt(at, factors, 'tuning'),
  };
}

const tooManyRuns = (count: number) =>
  new LabError('too-many-runs', {
    found: `a plan of ${count.toLocaleString('en')} runs`,
    expected: `at most ${MOST_RUNS.toLocaleString('en')}`,
    fix: 'take fewer levels, seeds or draws',
  });

function expectFewRuns(plan: StudyPlan): void {
  const { tuning, main } = countRuns(plan);
  if (tuning + main > MOST_RUNS) throw tooManyRuns(tuning + main);
}
