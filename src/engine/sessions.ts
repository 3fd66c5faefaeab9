/** Runs in memory between two calls of `train`: weights, optimiser and what was recorded so far. */
import type { Kernels } from '../core/kernels.ts';
import type { SystemChoice } from '../core/system.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { expectSameImages, type CheckpointStore } from '../training/checkpoint.ts';
import { ledgerOf, type Ledger } from '../training/loop.ts';
import { createRun, type Run } from '../training/run.ts';
import { expectEnoughImages } from '../training/enoughImages.ts';
import { canonicalText } from '../training/specs.ts';
import type { RunSpec } from '../training/spec.ts';

export interface Session {
  readonly run: Run;
  readonly ledger: Ledger;
  readonly dataset: Dataset;
}

export interface Sessions {
  /** The run as it is held; else from its checkpoint, or from the beginning. */
  open(runId: string, spec: RunSpec): Promise<Session>;
  /** The run, where it is held. */
  run(runId: string): Run | undefined;
  release(runId: string): void;
  releaseAll(): void;
}

export function createSessions({
  kernels,
  checkpoints,
  dataset: datasetOf,
}: {
  kernels: () => Kernels;
  checkpoints: Pick<CheckpointStore, 'read'>;
  dataset: (choice: SystemChoice) => Promise<Dataset>;
}): Sessions {
  const held = new Map<string, Session & { readonly specText: string }>();

  function release(runId: string): void {
    held.get(runId)?.run.dispose();
    held.delete(runId);
  }

  return {
    async open(runId, spec) {
      const specText = canonicalText(spec);
      const before = held.get(runId);
      if (before?.specText === specText) return before;
      release(runId);
      const dataset = await datasetOf(spec.dataset);
      expectEnoughImages(spec, dataset);
      const saved = await checkpoints.read(runId);
      if (saved) expectSameImages(saved, dataset);
      const run = createRun(kernels(), spec, dataset, saved);
      const session = { run, dataset, specText, ledger: ledgerOf(saved) };
      held.set(runId, session);
      return session;
    },
    run: (runId) => held.get(runId)?.run,
    release,
    releaseAll() {
      for (const runId of [...held.keys()]) release(runId);
    },
  };
}
