/** What the Studies page shows: the list, the plan that is being written, and the open study. */
import type { StudyPlan } from '../studies/plan/plan.ts';
import type { StudyProgress } from '../studies/running/running.ts';
import type { StudyWithRuns } from '../studies/study.ts';

export type { StudyPlan, StudyProgress, StudyWithRuns };

export const studyTabs = ['plan', 'queue', 'results'] as const;
export type StudyTab = (typeof studyTabs)[number];

export type StudyState =
  'planned' | 'running here' | 'running in another tab' | 'paused' | 'finished';

/** A study as the list shows it; none of its runs need be read for it. */
export interface StudyListing {
  readonly id: string;
  readonly title: string;
  readonly arms: number;
  /** Combinations of the factors' levels; 1 without factors. */
  readonly levels: number;
  readonly seeds: number;
  /** Cells that have an answer, of all that the plan asks for, tuning included. */
  readonly ended: number;
  readonly all: number;
  readonly state: StudyState;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

export interface StudiesView {
  /** false until the list has been read. */
  readonly isListed: boolean;
  /** The one that was changed last comes first. */
  readonly list: readonly StudyListing[];
  /** The study that is shown; null: the list, and the plan that is being written. */
  readonly openId: string | null;
  readonly tab: StudyTab;
  /** The plan that is being written, perhaps half of it; kept over a reload. null: none is. */
  readonly draft: StudyPlan | null;
  /** The study of `openId` with its runs; null until they have been read. */
  readonly open: StudyWithRuns | null;
  /** By study id, of those that train now, here or in another tab. */
  readonly progress: Readonly<Record<string, StudyProgress>>;
}

export function createStudiesView(): StudiesView {
  return {
    isListed: false,
    list: [],
    openId: null,
    tab: 'plan',
    draft: null,
    open: null,
    progress: {},
  };
}
