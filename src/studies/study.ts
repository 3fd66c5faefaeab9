/**
 * A study: its plan, what was changed of it after it began, and (kept apart, because there may be a
 * thousand) its runs. A run answers a cell by having the cell's spec; of several attempts the newest
 * counts.
 */
import type { RunRecord } from '../training/result.ts';
import type { StudyPlan } from './plan/plan.ts';

/** A change of the plan after the study began: it is said wherever results are. */
export interface Amendment {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** In words: `seeds 9 to 12 added`. */
  readonly what: string;
  /** Runs of the main stage that had ended by then. */
  readonly endedRuns: number;
  /** Had anybody looked at results by then? The page counts opening them as looking. */
  readonly afterLooking: boolean;
}

export interface Study {
  /** First 16 hexadecimal digits of the SHA-256 of the plan's canonical text, as it was first run. */
  readonly id: string;
  readonly plan: StudyPlan;
  readonly amendments: readonly Amendment[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** When results were first looked at; null before. */
  readonly lookedAt: string | null;
}

export interface StudyWithRuns {
  readonly study: Study;
  /** All attempts, in the order in which they ended. */
  readonly runs: readonly RunRecord[];
}
