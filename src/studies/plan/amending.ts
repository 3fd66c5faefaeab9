/**
 * Adding to a study that has begun. The study keeps its id; what was added, when, and whether anybody
 * had looked at results by then is written down and said wherever results are.
 */
import { LabError } from '../../core/errors.ts';
import type { Amendment, Study } from '../study.ts';
import type { StudyArm, StudyPlan } from './plan.ts';
import { readPlan } from './readPlan.ts';
import { seedRanges } from './seedRanges.ts';

/** What the surroundings know at the moment of the change. */
export interface AmendingContext {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Runs of the main stage that have ended. */
  readonly endedRuns: number;
}

/** Throws a LabError for seeds that are there already, or that tuning has used. */
export function addSeeds(study: Study, seeds: readonly number[], context: AmendingContext): Study {
  const plan = { ...study.plan, seeds: [...study.plan.seeds, ...seeds] };
  const noun = seeds.length === 1 ? 'seed' : 'seeds';
  return amend(study, plan, `${noun} ${rangesText(seeds)} added`, context);
}

/**
 * The new arms are compared with the baseline, the second of the first comparison, in the mean: the
 * family of comparisons grows. Throws a LabError for an arm that is there already.
 */
export function addArms(study: Study, arms: readonly StudyArm[], context: AmendingContext): Study {
  const { plan } = study;
  const baseline = plan.comparisons[0]?.b ?? plan.arms[0]!.label;
  const added = arms.map(({ label }) => ({ a: label, b: baseline, at: 'mean' as const }));
  const next = {
    ...plan,
    arms: [...plan.arms, ...arms],
    comparisons: [...plan.comparisons, ...added],
  };
  const names = arms.map(({ label }) => `“${label}”`).join(', ');
  const what = `${arms.length === 1 ? 'arm' : 'arms'} ${names} added, compared with “${baseline}”`;
  return amend(study, next, what, context);
}

function amend(study: Study, plan: StudyPlan, what: string, context: AmendingContext): Study {
  if (plan.seeds.length + plan.arms.length === study.plan.seeds.length + study.plan.arms.length) {
    throw new LabError('nothing-added', {
      found: 'nothing to add',
      expected: 'seeds or arms',
      fix: 'name at least one',
    });
  }
  const amendment: Amendment = {
    ...{ at: context.at, what, endedRuns: context.endedRuns },
    afterLooking: study.lookedAt !== null,
  };
  const amendments = [...study.amendments, amendment];
  return { ...study, plan: readPlan(plan, 'the amended plan'), amendments };
}

/** `9`, `9 and 12`, `9 to 12 and 20` */
function rangesText(seeds: readonly number[]): string {
  const words = seedRanges(seeds).flatMap(([first, last]) => {
    if (first === last) return [`${first}`];
    return last === first + 1 ? [`${first}`, `${last}`] : [`${first} to ${last}`];
  });
  const end = words.pop() ?? '';
  return words.length === 0 ? end : `${words.join(', ')} and ${end}`;
}
