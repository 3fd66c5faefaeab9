/**
 * The contract of a ready study: a question worth some hours of a machine, with everything decided
 * that has to be decided before.
 */
import { planTime } from '../plan/costs.ts';
import { listedDataset } from '../plan/knownDataset.ts';
import type { StudyPlan } from '../plan/plan.ts';
import { readPlan } from '../plan/readPlan.ts';

export interface ReadyStudy {
  /** kebab-case, never renamed: the command line's `--ready`. */
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly question: string;
  /** What is known of the answer, with its source, and what could mislead. */
  readonly watchFor: string;
  readonly plan: StudyPlan;
  /** The same question, cut to what a machine of two cores does in a few hours. */
  readonly small: StudyPlan;
}

export const readySizes = ['whole', 'small'] as const;
export type ReadySize = (typeof readySizes)[number];

/** The fields of a plan as a person would type them; what is left out takes its default. */
export type TypedPlan = Readonly<Record<string, unknown>>;

/** @param text.small what the small plan changes of the whole one */
export function defineReadyStudy({
  plan,
  small,
  ...text
}: Pick<ReadyStudy, 'id' | 'title' | 'question' | 'watchFor'> & {
  readonly plan: TypedPlan;
  readonly small: TypedPlan;
}): ReadyStudy {
  const { id, title, question } = text;
  const typed = { title, question, ...plan };
  const cut = { ...typed, title: `${title} (small)`, ...small };
  // Read when they are asked for: a page that only lists titles reads no plan.
  return {
    ...text,
    get plan() {
      return readOnce(typed, id);
    },
    get small() {
      return readOnce(cut, `${id}, small`);
    },
  };
}

const read = new WeakMap<TypedPlan, StudyPlan>();

function readOnce(typed: TypedPlan, where: string): StudyPlan {
  const known = read.get(typed);
  if (known) return known;
  const plan = readPlan(typed, where);
  read.set(typed, plan);
  return plan;
}

export const planOf = (study: ReadyStudy, size: ReadySize): StudyPlan =>
  size === 'small' ? study.small : study.plan;

/** A guess from the multiply-adds, for two cores without a GPU; null where the dataset's size is unknown. */
export const readyMs = (study: ReadyStudy, size: ReadySize): number | null =>
  planTime(planOf(study, size), listedDataset).allMs;
