/** How the arms of a study were trained: in one sentence what they share, then what differs. */
import type { System } from '../../core/system.ts';
import { augmentationText } from '../../training/augmentation.ts';
import { findOptimiser } from '../../training/optimisers/index.ts';
import { findSchedule } from '../../training/schedules/index.ts';
import type { RunSpec } from '../../training/spec.ts';
import { findStoppingRule } from '../../training/stopping/index.ts';
import { listText } from '../comparisons/words.ts';
import type { Equality, StudyPlan } from '../plan/plan.ts';
import { givenSpecs } from '../plan/specsOfPlan.ts';
import { lowerFirst, wholeText } from './systemText.ts';
import { numberText } from './words.ts';

export function trainingText(plan: StudyPlan): string {
  const recipes = recipesOf(plan);
  const [shared] = recipes;
  const but = plan.tuning ? ', but for what was tuned,' : '';
  const text =
    recipes.length === 1
      ? `All were trained${but} with ${shared!.text}.`
      : `Training${but}: ${recipes.map(({ arms, text }) => `${listText(arms)} with ${text}`).join('; ')}.`;
  return plan.equal.length > 0 ? `${text} ${equalText(plan.equal)}` : text;
}

/** Arms that are trained alike, together; at the first combination of levels. */
function recipesOf(plan: StudyPlan): { text: string; arms: string[] }[] {
  const found = new Map<string, string[]>();
  for (const { label } of plan.arms) {
    const { spec } = givenSpecs(plan).find(({ arm }) => arm === label)!;
    const text = recipeText(spec);
    found.set(text, [...(found.get(text) ?? []), label]);
  }
  return [...found].map(([text, arms]) => ({ text, arms }));
}

function recipeText(spec: RunSpec): string {
  const { optimiser, schedule, learningRate, steps, batchSize, augmentation } = spec;
  return [
    wholeText(optimiser, findOptimiser(optimiser.id) as System),
    `a learning rate of ${numberText(learningRate)} (schedule: ${lowerFirst(wholeText(schedule, findSchedule(schedule.id) as System))})`,
    `batches of ${numberText(batchSize)}`,
    `${numberText(steps)} steps${stoppingText(spec)}`,
    augmentation
      ? `augmentation by ${lowerFirst(augmentationText(augmentation))}`
      : 'no augmentation',
  ].join(', ');
}

function stoppingText({ stopping, validationImages }: RunSpec): string {
  if (stopping.id === 'steps') return '';
  const rule = lowerFirst(wholeText(stopping, findStoppingRule(stopping.id) as System));
  const slice =
    validationImages > 0 ? ` on ${numberText(validationImages)} held-out training images` : '';
  return ` at most (stopping ${rule}${slice})`;
}

const equalWords: Readonly<Record<Equality, string>> = {
  parameters: 'number of parameters',
  steps: 'number of steps',
  compute: 'multiply-adds of training',
  tuning: 'budget of tuning',
};

/** The plan is checked for what it claims (plan/fairness). */
const equalText = (equal: readonly Equality[]): string =>
  `Held equal across arms: ${listText(equal.map((each) => equalWords[each]))}.`;
