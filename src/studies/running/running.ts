/**
 * What a study needs of its surroundings to run: trainers and a place to keep runs. The page hands in
 * workers and the database, the command line processes and a journal; which run is next, what a
 * result is and when a study is through is decided here, once, for both (runStudy.ts).
 */
import type { SystemChoice } from '../../core/system.ts';
import type { HistoryPoint } from '../../training/history.ts';
import type { Environment, FinalResult, RunRecord } from '../../training/result.ts';
import type { RunSpec } from '../../training/spec.ts';
import type { Cell, StudyView } from '../plan/plan.ts';

export type TrainerEnd =
  | { readonly outcome: 'finished'; readonly step: number; readonly final: FinalResult }
  | { readonly outcome: 'paused'; readonly step: number }
  | { readonly outcome: 'diverged'; readonly step: number; readonly reason: string };

export interface TrainerReport {
  readonly step: number;
  /** Recorded since the report before; in a call's first report all that the run has. */
  readonly points: readonly HistoryPoint[];
}

/** Trains one run at a time; a run that was interrupted goes on from its checkpoint. */
export interface StudyTrainer {
  readonly environment: Environment;
  /** Hash of the images that a run of this choice is trained on. */
  datasetSha256(dataset: SystemChoice): Promise<string>;
  train(
    order: { readonly runId: string; readonly spec: RunSpec },
    report: (progress: TrainerReport) => void,
  ): Promise<TrainerEnd>;
  /** Asks for a pause at the next step; `train` then resolves as paused, its checkpoint kept. */
  pause(runId: string): Promise<void>;
  /** Accuracy on the whole test set through each view, 0 to 1; asked while the weights are there. */
  lookAt(run: { runId: string; spec: RunSpec }, views: readonly StudyView[]): Promise<number[]>;
  /** Frees the run and deletes its checkpoint. */
  forget(runId: string): Promise<void>;
}

/** A run under way. */
export interface ActiveCell {
  readonly runId: string;
  readonly cell: Cell;
  readonly step: number;
}

export interface StudyProgress {
  readonly active: readonly ActiveCell[];
  /** Of all cells known now; tuning decides the settings of the rest, not their number. */
  readonly ended: number;
  readonly all: number;
  /** null until a run has ended or its pace is known. */
  readonly msLeft: number | null;
}

export interface StudySurroundings {
  /** They work side by side; at least one. */
  readonly trainers: readonly StudyTrainer[];
  /** Resolves when the run is on the disk: only then does it count. */
  keep(run: RunRecord): Promise<void>;
  report(progress: StudyProgress): void;
  /** Asked between slices; true: pause what trains and return. */
  isStopAsked(): boolean;
  /** Milliseconds from any origin. */
  now(): number;
  /** ISO 8601, UTC. */
  date(): string;
  readonly app: RunRecord['app'];
}
