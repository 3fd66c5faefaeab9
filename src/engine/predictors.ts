/**
 * The weights that the engine answers with when it does not train them: those of checkpoints, kept
 * on the device from one question to the next, and loans for questions that take many turns.
 */
import { LabError } from '../core/errors.ts';
import type { Kernels } from '../core/kernels.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { CheckpointStore } from '../training/checkpoint.ts';
import type { RunSpec } from '../training/spec.ts';
import { createPredictor, lend, type Loan, type Predictor, type Weights } from './predictor.ts';

/**
 * A run that may still be training elsewhere has its checkpoint read again after this long: a slider
 * that moves does not wait for the disk each time.
 */
const CHECKPOINT_FRESH_MS = 3000;

export interface Predictors {
  /**
   * The weights of the run's newest checkpoint; rejects with a LabError where there is none.
   *
   * @param freshMs how old what is held may be where the run may have gone on; 0 for figures that
   *   are kept on the screen
   */
  get(runId: string, spec: RunSpec, dataset: Dataset, freshMs?: number): Promise<Predictor>;
  /** Whoever takes a loan disposes of it. */
  lend(runId: string, weights: Weights): Loan;
  /** Frees what it holds of a run; its loans end. */
  release(runId: string): void;
  releaseAll(): void;
}

export function createPredictors({
  kernels,
  checkpoints,
  now,
}: {
  kernels: () => Kernels;
  checkpoints: Pick<CheckpointStore, 'read'>;
  now: () => number;
}): Predictors {
  const held = new Map<string, Predictor>();
  const loans = new Map<Loan, string>();

  function drop(runId: string): void {
    held.get(runId)?.dispose();
    held.delete(runId);
  }

  /** Loans that are over stay listed until then, and cost nothing. */
  function endLoans(ends: (owner: string) => boolean): void {
    for (const [loan, owner] of loans) {
      if (!ends(owner)) continue;
      loan.dispose();
      loans.delete(loan);
    }
  }

  return {
    async get(runId, spec, dataset, freshMs = CHECKPOINT_FRESH_MS) {
      const known = held.get(runId);
      const readAt = now();
      const mayHaveMoved = known && !known.isOver && readAt - known.readAt >= freshMs;
      if (known && !mayHaveMoved) return known;
      const checkpoint = await checkpoints.read(runId);
      if (!checkpoint) throw noWeights();
      const predictor = createPredictor(kernels(), { checkpoint, spec, dataset, now: readAt });
      drop(runId);
      held.set(runId, predictor);
      return predictor;
    },
    lend(runId, weights) {
      const loan = lend(kernels(), weights);
      const listed: Loan = {
        ...loan,
        dispose() {
          loans.delete(listed);
          loan.dispose();
        },
      };
      loans.set(listed, runId);
      return listed;
    },
    release(runId) {
      drop(runId);
      endLoans((owner) => owner === runId);
    },
    releaseAll() {
      for (const runId of [...held.keys()]) drop(runId);
      endLoans(() => true);
    },
  };
}

function noWeights(): LabError {
  return new LabError('no-weights', {
    found: 'no weights of this run in this browser',
    expected: 'a run that was trained here',
    fix: 'train it again: its settings are still there',
  });
}
