/** What a plan comes to, before anything runs: runs, parameters, time, what it could see, faults. */
import { seedsNeeded } from '../core/statistics/holm.ts';
import type { SystemChoice } from '../core/system.ts';
import { countRuns } from '../studies/plan/combinations.ts';
import { planTime } from '../studies/plan/costs.ts';
import { detectable, type Detectable } from '../studies/plan/detectable.ts';
import { faultsOfPlan } from '../studies/plan/faults.ts';
import { listedDataset, type DatasetLookup } from '../studies/plan/knownDataset.ts';
import { makeEqual, type MadeEqual } from '../studies/plan/makeEqual.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import { cardKey } from './datasetCards.ts';
import type { LabState } from './lab.ts';
import { summaryOf } from './lists.ts';
import { changedSpec } from './studyPlanEdits.ts';

export { seedsNeeded };
export type { MadeEqual };

export interface PlanSummary {
  readonly runs: { readonly tuning: number; readonly main: number };
  /** By arm, in the plan's order; undefined where it is not known yet. */
  readonly parameters: readonly (number | undefined)[];
  /** Of all runs one after another; null while there is no telling. */
  readonly ms: number | null;
  /** Was any of it not measured here? */
  readonly isGuessed: boolean;
  /** What it could find. */
  readonly detectable: Detectable;
  /** Why it cannot be started, in words; empty where it can. */
  readonly faults: readonly string[];
}

/** Parameters of each arm as the plan gives it. */
export function parametersOf(plan: StudyPlan, { cards }: Pick<LabState, 'cards'>) {
  return plan.arms.map(({ changes }) => {
    const spec = changedSpec(plan.base, changes);
    const view = cards[cardKey(spec.dataset, spec.seed)];
    try {
      const summary = summaryOf(spec, view?.phase === 'ready' ? view.card : undefined);
      return summary?.fault === undefined ? summary?.parameterCount : undefined;
    } catch {
      return undefined; // half typed
    }
  });
}

/** Every dataset that the plan names, as its images are prepared. */
export function datasetsOf(plan: StudyPlan): SystemChoice[] {
  const bases = [plan.base, ...plan.arms.map(({ changes }) => changedSpec(plan.base, changes))];
  const all = bases.flatMap((base) => [
    base.dataset,
    ...plan.factors.flatMap(({ levels }) =>
      levels.map(({ changes }) => changedSpec(base, changes).dataset),
    ),
  ]);
  return [...new Map(all.map((dataset) => [cardKey(dataset, 0), dataset])).values()];
}

/**
 * What is known of a dataset: from the card that the plan's base asks for, else from the list. Sizes
 * and counts are the same at every seed.
 */
function lookupIn(cards: LabState['cards'], { base }: StudyPlan): DatasetLookup {
  return (dataset, seed) => {
    const view = cards[cardKey(dataset, base.seed)];
    if (view?.phase !== 'ready') return listedDataset(dataset, seed);
    const { label, height, width, channels, classNames, trainCount } = view.card;
    return { label, height, width, channels, classes: classNames.length, trainCount };
  };
}

/** @param measured milliseconds of a step, by arm, where somebody measured it here */
export function summarisePlan(
  plan: StudyPlan,
  { cards }: Pick<LabState, 'cards'>,
  measured: Readonly<Record<string, number>> = {},
): PlanSummary {
  const lookup = lookupIn(cards, plan);
  const missing = missingOf(plan);
  const faults = missing.length > 0 ? missing : faultsOfPlan(plan, lookup).map(sentenceOf);
  const time = faults.length === 0 ? planTime(plan, lookup, ({ arm }) => measured[arm]) : undefined;
  return {
    runs: countRuns(plan),
    parameters: parametersOf(plan, { cards }),
    ms: time?.allMs ?? null,
    isGuessed: time?.isGuessed ?? true,
    detectable: detectable(plan),
    faults,
  };
}

/** What a person has not come to yet. */
function missingOf({ title, arms, seeds }: StudyPlan): string[] {
  return [
    ...(title.trim() === '' ? ['Give the study a title.'] : []),
    ...(arms.length === 0 ? ['Add the models that are compared.'] : []),
    ...(seeds.length === 0 ? ['Choose seeds.'] : []),
  ];
}

/** Without what to do, which is to mend just that. */
const sentenceOf = (fault: string): string =>
  fault.replace(/\. To do: .*$/s, '').replace(/\.?$/, '.');

/** The plan with arms that have in common what is claimed. Throws a LabError where that cannot be. */
export function madeEqual(
  plan: StudyPlan,
  equality: MadeEqual,
  { cards }: Pick<LabState, 'cards'>,
): StudyPlan {
  return makeEqual(plan, equality, lookupIn(cards, plan));
}
