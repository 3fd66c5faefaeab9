/** Why there is nothing to see of a run, and what to do about it. */
import type { RunRecord } from '../../store/lab.ts';

export interface EmptyQuestion {
  readonly run: RunRecord | null;
  readonly runCount: number;
  /** Completes `Train a model, then …`. */
  readonly then: string;
}

export function whyNothing({ run, runCount, then }: EmptyQuestion): string | null {
  if (!run) {
    return runCount === 0
      ? `Train a model, then ${then}.`
      : `Choose a run in the list, then ${then}.`;
  }
  if (run.imported) {
    return `${run.name} came from a file, without its weights. Restore its settings and train it here, then ${then}.`;
  }
  if (run.status === 'diverged') {
    return `${run.name} diverged: its weights are no numbers any more. A lower learning rate may hold.`;
  }
  if (run.step === 0)
    return `${run.name} has not learnt anything yet. Press Train or Resume, then ${then}.`;
  return null;
}
