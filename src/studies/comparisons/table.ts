/** A comparison as a table: a row for each arm, ranked within its dataset. */
import { findDataset } from '../../datasets/index.ts';
import type { FinalResult } from '../../training/result.ts';
import type { RunSpec, RunState } from '../../training/spec.ts';
import { differences } from '../../training/specs.ts';
import { wilsonInterval, type Interval } from '../proportion.ts';

/** An arm with the run that answers it. */
export interface ArmRun {
  readonly label: string;
  readonly spec: RunSpec;
  /** null where there is none: not trained yet, or deleted. */
  readonly state: RunState | null;
  readonly final: FinalResult | null;
}

export interface Ranking {
  /** Label of its dataset. */
  readonly dataset: string;
  /** 1 is the best of its dataset; null without a result. */
  readonly rank: number | null;
  /** 95 %, over test images. */
  readonly interval: Interval | null;
  /** From the first arm of its dataset: `pooling: Sum`; empty for that arm itself. */
  readonly differsIn: string;
}

export type Row = ArmRun & Ranking;

interface Finished {
  readonly final: FinalResult;
  readonly interval: Interval;
}
export type FinishedRow = Row & Finished;

/** Datasets in the order of the arms; within one the best first, then what has no result. */
export function tableOf<Arm extends ArmRun>(arms: readonly Arm[]): (Arm & Ranking)[] {
  const datasets = [...new Set(arms.map(({ spec }) => spec.dataset.id))];
  return datasets.flatMap((id) => ranked(arms.filter(({ spec }) => spec.dataset.id === id)));
}

function ranked<Arm extends ArmRun>(arms: readonly Arm[]): (Arm & Ranking)[] {
  const score = ({ final }: ArmRun) => final?.testAccuracy ?? -1;
  const first = arms[0]!;
  return arms
    .toSorted((a, b) => score(b) - score(a))
    .map((arm) => ({
      ...arm,
      dataset: findDataset(arm.spec.dataset.id).label,
      // Equal scores share a rank.
      rank: arm.final ? 1 + arms.filter((other) => score(other) > score(arm)).length : null,
      interval: arm.final && wilsonInterval(arm.final.testAccuracy, arm.final.testCount),
      differsIn: differences(first.spec, arm.spec)
        .map(({ label, b }) => `${label.toLowerCase()}: ${b}`)
        .join('; '),
    }));
}

export function isFinished<Some extends Row>(row: Some): row is Some & Finished {
  return row.final !== null && row.interval !== null;
}

/** Have all arms come to an end, good or bad? */
export function isThrough(arms: readonly ArmRun[]): boolean {
  return arms.every(({ state }) => state === 'finished' || state === 'diverged');
}
