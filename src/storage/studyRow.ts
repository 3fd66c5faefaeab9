/**
 * Is a stored value the row of a study? A light check for what the lab itself has written. Whether
 * the plan can be run here is said by those who read plans.
 */
import type { StudyPlan } from '../studies/plan/plan.ts';
import type { Study } from '../studies/study.ts';

/** What a person last asked of a study. */
export const studyWishes = ['planned', 'running', 'paused', 'finished'] as const;
export type StudyWish = (typeof studyWishes)[number];

/** A study as it is listed: all but its runs. */
export interface StudyRow {
  readonly study: Study;
  readonly wish: StudyWish;
  /** Cells that have an answer, of all. */
  readonly ended: number;
  readonly all: number;
  /** Places given to runs so far: the next run's place in the order of ends. */
  readonly places: number;
  /** Ids of runs (failed ones, mostly) whose cells are to be run once more. */
  readonly repeats: readonly string[];
  /** How often it went on by itself, after the page had closed, without ending a run since. */
  readonly resumptions: number;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasFields = (value: unknown, fields: Readonly<Record<string, Check>>): boolean =>
  isObject(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

const rowFields: Record<keyof StudyRow, Check> = {
  study: (value) => hasFields(value, studyFields),
  wish: (value) => (studyWishes as readonly unknown[]).includes(value),
  ended: isCount,
  all: isCount,
  places: isCount,
  repeats: (value) => Array.isArray(value) && value.every(isText),
  resumptions: isCount,
  updatedAt: isText,
};

const studyFields: Record<keyof StudyRow['study'], Check> = {
  id: isText,
  plan: isPlanShape,
  amendments: Array.isArray,
  createdAt: isText,
  lookedAt: (value) => value === null || isText(value),
};

/** Half a plan, too: one that is being written. */
export function isPlanShape(value: unknown): value is StudyPlan {
  return hasFields(value, planFields);
}

const isListOf =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    Array.isArray(value) && value.every((each) => hasFields(each, fields));

const planFields: Record<keyof StudyPlan, Check> = {
  version: (value) => value === 1,
  title: isText,
  question: isText,
  base: isObject,
  arms: isListOf({ label: isText, changes: isObject }),
  factors: isListOf({ label: isText, levels: isListOf({ label: isText, changes: isObject }) }),
  seeds: (value) => Array.isArray(value) && value.every((each) => typeof each === 'number'),
  comparisons: isListOf({ a: isText, b: isText, at: (at) => at === 'mean' || isObject(at) }),
  equal: Array.isArray,
  tuning: (value) => value === null || isObject(value),
  views: isListOf({ label: isText, viewing: isObject }),
};

export function isStudyRow(value: unknown, id: string): value is StudyRow {
  return hasFields(value, rowFields) && (value as StudyRow).study.id === id;
}
