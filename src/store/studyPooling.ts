/** Datasets pooled in a worker: resampling takes seconds, and the page goes on meanwhile. */
import { LabError } from '../core/errors.ts';
import type { StudyAnalysis } from '../studies/analysis/analysis.ts';
import { hasSeveralDatasets } from '../studies/analysis/pooled.ts';
import type { poolTasks } from '../studies/analysis/poolTasks.ts';
import type { StudyPlan } from '../studies/plan/plan.ts';

type Pooled = ReturnType<typeof poolTasks>;

/** The analysis with `pooled` and `profiles`; as it is where there is one dataset. */
export async function pooledAnalysis(
  plan: StudyPlan,
  analysis: StudyAnalysis,
): Promise<StudyAnalysis> {
  if (!hasSeveralDatasets(plan)) return analysis;
  const arms = plan.arms.map(({ label }) => label);
  const { cells, bootstrap } = analysis;
  return { ...analysis, ...(await poolInWorker({ arms, analysis: { cells, bootstrap } })) };
}

function poolInWorker(order: {
  arms: readonly string[];
  analysis: Pick<StudyAnalysis, 'cells' | 'bootstrap'>;
}): Promise<Pooled> {
  const worker = new Worker(new URL('../poolingWorker.ts', import.meta.url), {
    type: 'module',
    name: 'pooling',
  });
  return new Promise<Pooled>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Pooled>) => resolve(data);
    worker.onerror = ({ message }) => reject(poolingFault(message));
    worker.postMessage(order);
  }).finally(() => worker.terminate());
}

const poolingFault = (message: string) =>
  new LabError('pooling-failed', {
    found: `a fault while datasets were pooled: ${message || 'the worker did not start'}`,
    expected: 'means over all datasets',
    fix: 'reload the page; if it comes again, export the results and report it',
  });
