/** A plan in words: what a page shows of one that is not to be edited any more. */
import { changesText } from '../studies/plan/changes.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';
import { pathLabel } from '../studies/plan/specPath.ts';
import { augmentationText } from '../training/augmentation.ts';
import { findArchitecture } from '../architectures/index.ts';
import { findDataset } from '../datasets/index.ts';
import { findEncoding } from '../encodings/index.ts';
import { findOptimiser } from '../training/optimisers/index.ts';
import { findSchedule } from '../training/schedules/index.ts';
import { findStoppingRule } from '../training/stopping/index.ts';
import { placeText } from './studyReading.ts';
import { countText } from './wording.ts';

export interface PlanDescription {
  readonly arms: readonly { readonly label: string; readonly text: string }[];
  readonly factors: readonly string[];
  readonly comparisons: readonly string[];
  readonly shared: readonly (readonly [name: string, text: string])[];
  /** Seeds, what is claimed to be equal, tuning, views. */
  readonly others: readonly string[];
}

export function describePlan(plan: StudyPlan): PlanDescription {
  return {
    arms: plan.arms.map(({ label, changes }) => ({ label, text: changesText(plan.base, changes) })),
    factors: plan.factors.map(
      ({ label, levels }) => `${label}: ${levels.map((level) => level.label).join(', ')}`,
    ),
    comparisons: plan.comparisons.map(({ a, b, at }) => `${a} − ${b}, ${placeText(at)}`),
    shared: sharedOf(plan),
    others: othersOf(plan),
  };
}

/** What a factor sets is not shared. */
function sharedOf({ base, factors }: StudyPlan): [string, string][] {
  const varied = factors.map(({ label }) => label);
  const all: [string, string][] = [
    ['Dataset', findDataset(base.dataset.id).label],
    ['Training images', countText(base.trainingImages)],
    ...(base.validationImages > 0
      ? [['Validation images', countText(base.validationImages)] as [string, string]]
      : []),
    ['Augmentation', augmentationText(base.augmentation)],
    ['Architecture', findArchitecture(base.architecture.id).label],
    ...(base.encoding
      ? [['Encoding', findEncoding(base.encoding.id).label] as [string, string]]
      : []),
    ['Optimiser', findOptimiser(base.optimiser.id).label],
    ['Learning rate', String(base.learningRate)],
    ['Schedule', findSchedule(base.schedule.id).label],
    ['Batch size', countText(base.batchSize)],
    ['Steps', countText(base.steps)],
    ['Stopping', findStoppingRule(base.stopping.id).label],
  ];
  return all.filter(([name]) => !varied.includes(name));
}

const claims = {
  parameters: 'Equal parameters',
  steps: 'Equal steps',
  compute: 'Equal compute',
  tuning: 'Tuned alike',
} as const;

function othersOf(plan: StudyPlan): string[] {
  const { seeds, equal, tuning, views, base } = plan;
  return [
    `${seeds.length === 1 ? 'Seed' : `${seeds.length} seeds:`} ${seeds.join(', ')}`,
    ...equal.map((each) => claims[each]),
    ...(tuning
      ? [
          `${tuning.draws} settings tried for each arm, of ${tuning.search
            .map(({ path }) => pathLabel(path, base).toLowerCase())
            .join(', ')}`,
        ]
      : []),
    ...(views.length > 0
      ? [`Test images also seen: ${views.map(({ label }) => label).join(', ')}`]
      : []),
  ];
}
