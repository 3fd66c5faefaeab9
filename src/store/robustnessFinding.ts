/**
 * Find the geometry: a run is shown unlabelled images through a viewing that nobody tells it, and the
 * geometry is sought under which it is surest. Then, what its accuracy is untold, as found, and told.
 */
import { codeOf } from '../core/errors.ts';
import type { SearchEnd, SearchReport } from '../engine/survey.ts';
import type { SoughtGeometry } from '../training/geometrySearch.ts';
import type { RunRecord } from '../training/result.ts';
import type { Viewing } from '../training/viewing.ts';
import { architectures } from '../architectures/index.ts';
import { proberReady } from './engineStatus.ts';
import { explain } from './explain.ts';
import { createGatherer } from './gatherer.ts';
import { findRun, getLab, setLab, type LabState } from './lab.ts';
import { announce } from './notices.ts';
import { beginLive, endLive, surveyInLine } from './robustnessLine.ts';
import { runsTakingPart } from './robustnessRuns.ts';
import { measuredOf } from './robustnessTallies.ts';
import type { FindingView } from './robustnessView.ts';

export type { FindingView } from './robustnessView.ts';
export type { SoughtGeometry } from '../training/geometrySearch.ts';
export { soughtGeometries } from './soughtGeometries.ts';

/** How many unlabelled images may be looked at. */
export const findingImages = [200, 50, 10, 1] as const;

/** Runs of models that can be told where pixels look: they read pixels, and encode their places. */
export function runsThatFind(state: LabState): RunRecord[] {
  return runsTakingPart(state).filter(({ spec }) => {
    const architecture = architectures.find(({ id }) => id === spec.architecture.id);
    return architecture?.reads === 'pixels' && spec.encoding !== null;
  });
}

export interface FindingOrder {
  readonly runId: string;
  readonly sought: SoughtGeometry;
  readonly images: number;
}

let asked = 0;
let stop: (() => void) | null = null;

/** Searches, as the images are seen now, and then shows what was found. Never rejects. */
export async function findGeometry({ runId, sought, images }: FindingOrder): Promise<void> {
  stopFinding();
  const run = findRun(runId);
  if (!run) return;
  const { viewing } = getLab().robustness;
  const abort = new AbortController();
  stop = () => abort.abort();
  const view: FindingView = {
    ...{ runId, sought, viewing, images, phase: 'running', points: [], best: null, done: 0 },
    ...{ end: null, accuracy: { untold: null, found: null, told: null }, reason: null },
  };
  setLab(({ robustness }) => ({ robustness: { ...robustness, finding: view, assumed: null } }));
  const { signal } = abort;
  // What was stopped is no longer its business: another may have taken its place.
  const patch = (change: Partial<FindingView>) => {
    if (!signal.aborted) patchFinding(change);
  };
  try {
    const task = { run, view, signal, patch };
    const end = await search(`search-${++asked}`, task);
    if (end) await measure(end, task);
    patch({ phase: end ? 'finished' : 'stopped' });
  } catch (error) {
    const isStopped = codeOf(error) === 'worker-ended';
    patch(isStopped ? { phase: 'stopped' } : { phase: 'failed', reason: explain(error) });
  }
}

interface Task {
  readonly run: RunRecord;
  readonly view: FindingView;
  readonly signal: AbortSignal;
  patch(change: Partial<FindingView>): void;
}

/** Nothing else is measured meanwhile: a search is to take seconds. */
async function search(searchId: string, { run, view, signal, patch }: Task) {
  const { viewing, sought, images } = view;
  const reports = createGatherer<SearchReport>((held) => {
    if (signal.aborted) return;
    const points = held.flatMap((report) => report.points);
    const { best, done } = held.at(-1)!;
    const before = getLab().robustness.finding?.points ?? [];
    patch({ points: [...before, ...points], best, done });
  });
  beginLive();
  try {
    const client = await proberReady();
    if (signal.aborted) return null;
    const end = () => void client.stopAsking(searchId).catch(() => undefined);
    signal.addEventListener('abort', end);
    const asking = { runId: run.id, spec: run.spec };
    const order = { searchId, run: asking, viewing, sought, images };
    const found = await client.findGeometry(order, reports.add);
    signal.removeEventListener('abort', end);
    reports.passOn();
    if (signal.aborted || found.outcome === 'stopped') return null;
    patch({ end: found, best: found.best, done: 1 });
    return found;
  } finally {
    endLive();
  }
}

/** On the whole test set; what was found is shown at once. */
async function measure({ found }: SearchEnd, { run, view, signal, patch }: Task): Promise<void> {
  const { viewing } = view;
  if (getLab().robustness.viewing === viewing) showFound();
  announce('A geometry is found.');
  const viewings: Record<keyof FindingView['accuracy'], Viewing> = {
    found: { ...viewing, told: true, assumed: found },
    untold: { ...viewing, told: false },
    told: { ...viewing, told: true },
  };
  for (const name of ['found', 'untold', 'told'] as const) {
    const request = { runs: [run], viewing: viewings[name], show: () => undefined };
    const survey = await surveyInLine(request, signal);
    const measured = measuredOf(survey, run.id);
    const tally = survey.byRun[run.id];
    if (signal.aborted) return;
    if (!measured || !tally) {
      patch({ reason: tally?.reason ?? survey.reason });
      continue;
    }
    const share = tally.right / measured.predictions.length;
    const { accuracy } = getLab().robustness.finding!;
    patch({ accuracy: { ...accuracy, [name]: share } });
  }
}

/** What was found up to now stays. */
export function stopFinding(): void {
  const { finding } = getLab().robustness;
  if (finding?.phase === 'running') patchFinding({ phase: 'stopped' });
  stop?.();
  stop = null;
}

/** Straightens by what was found, in place of the truth. */
export function showFound(): void {
  setLab(({ robustness }) => {
    const found = robustness.finding?.end?.found;
    return found ? { robustness: { ...robustness, assumed: found } } : {};
  });
}

export function closeFinding(): void {
  stopFinding();
  setLab(({ robustness }) => ({ robustness: { ...robustness, finding: null, assumed: null } }));
}

function patchFinding(change: Partial<FindingView>): void {
  setLab(({ robustness }) => {
    const { finding } = robustness;
    return finding ? { robustness: { ...robustness, finding: { ...finding, ...change } } } : {};
  });
}
