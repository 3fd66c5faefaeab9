/** Who takes part in a row, and who is spared because it was too slow before. */
import { findCase } from './cases/index.ts';
import type { Order, Session } from './contenders/contender.ts';
import { openInNode } from './contenders/inNode.ts';
import { openPytorch } from './contenders/pytorch.ts';
import type { WorkerContender } from './contenders/worker.ts';
import { limits, TOO_SLOW, type Contestant, type Limits } from './measure.ts';
import type { Entrant, Outcomes, Row, RowPlan } from './row.ts';

export type OpenWorker = (contender: WorkerContender, order: Order) => Promise<Session>;

export interface Starters {
  forRow(plan: RowPlan): Contestant[];
  /** TensorFlow.js where the backend of the row cannot train it: its CPU backend says how long. */
  onCpu(plan: RowPlan): Contestant[];
  /** Whoever was too slow need not try a larger batch of the same. */
  hear(row: Row): void;
}

/** On the CPU a step takes so long that a second one is all that is measured. */
export const twoSteps: Limits = { ...limits, firstStepMs: limits.stepMs, budgetMs: 1 };

export const cannotTrain = ({ backend }: RowPlan, { stock }: Outcomes): boolean =>
  backend === 'wasm' && stock?.samples.length === 0;

const orderOf = ({ case: caseId, batch, backend, threads }: RowPlan): Order => ({
  caseId,
  batch,
  sizes: findCase(caseId).sizes,
  backend,
  threads,
});

/** @param opener how contenders of a row get their worker */
export function createStarters(opener: (plan: RowPlan) => OpenWorker): Starters {
  const slow = new Map<string, number>();
  const keyOf = ({ case: caseId, place, backend, threads }: RowPlan, id: Entrant) =>
    [caseId, place, backend, threads, id].join(' ');

  function contestant(plan: RowPlan, id: Entrant, open: () => Promise<Session>): Contestant {
    const smaller = slow.get(keyOf(plan, id)) ?? Infinity;
    if (plan.batch <= smaller) return { id, open };
    const reason = `${TOO_SLOW} ${limits.stepMs / 1000} s with batch ${smaller} already`;
    return { id, open: () => Promise.reject(new Error(reason)) };
  }

  return {
    forRow(plan) {
      const order = orderOf(plan);
      const worker = (id: WorkerContender) => contestant(plan, id, () => opener(plan)(id, order));
      // PyTorch computes on the CPU: beside a GPU it is no comparison.
      const onCpu = plan.backend === 'wasm' || plan.backend === 'cpu';
      const pytorch = onCpu ? [contestant(plan, 'pytorch', () => openPytorch(order))] : [];
      return [worker('lab'), worker('stock'), ...pytorch, worker('jaxJs')];
    },
    onCpu(plan) {
      const order: Order = { ...orderOf(plan), backend: 'cpu', threads: 1 };
      return [contestant(plan, 'stockCpu', () => openInNode('stock', order))];
    },
    hear(row) {
      for (const [id, reason] of Object.entries(row.reasons) as [Entrant, string][]) {
        const key = keyOf(row, id);
        if (reason.startsWith(TOO_SLOW) && !slow.has(key)) slow.set(key, row.batch);
      }
    },
  };
}
