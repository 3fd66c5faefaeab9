/**
 * Comparisons in the lab: which runs answer one, and what its buttons do.
 *
 * An arm is answered by whichever run has its spec, so runs that were trained before count, and an
 * arm whose run was deleted is simply missing again. Nothing trains before a person says so.
 */
import {
  comparisonSizes,
  specsOf,
  type Comparison,
  type ComparisonSize,
} from '../studies/comparisons/comparison.ts';
import { maybeFindComparison } from '../studies/comparisons/index.ts';
import type { ArmRun } from '../studies/comparisons/table.ts';
import type { RunSpec, RunState } from '../training/spec.ts';
import { writeAddress } from './address.ts';
import { getLab, setLab, type LabState, type RunRecord, type View } from './lab.ts';
import { createRuns } from './newRuns.ts';
import { takeFromQueue } from './queue.ts';
import { deleteRunsQuietly } from './runList.ts';
import { textOf } from './specText.ts';
import { trainInTurn } from './training.ts';
import { pause } from './work.ts';

export { comparisonSizes, type Comparison, type ComparisonSize };
export { comparisons } from '../studies/comparisons/index.ts';

export interface OpenArm extends ArmRun {
  readonly run: RunRecord | null;
}

export interface OpenComparison {
  readonly comparison: Comparison;
  readonly size: ComparisonSize;
  /** In the comparison's own order. */
  readonly arms: readonly OpenArm[];
}

const specs = new Map<string, readonly RunSpec[]>();

/** The same objects each time: what is known of a spec is kept with it. */
export function armSpecs(comparison: Comparison, size: ComparisonSize): readonly RunSpec[] {
  const key = `${comparison.id}/${size}`;
  const known = specs.get(key) ?? specsOf(comparison, size);
  specs.set(key, known);
  return known;
}

/** Which run answers where several have the same spec: the more it can tell, the better. */
const preference: readonly RunState[] = [
  'finished',
  'training',
  'diverged',
  'queued',
  'paused',
  'stopped',
  'failed',
];

function runOf(spec: RunSpec, runs: readonly RunRecord[]): RunRecord | null {
  const text = textOf(spec);
  const same = runs.filter((run) => textOf(run.spec) === text && isUsable(run));
  const worth = ({ status, imported }: RunRecord) =>
    2 * preference.indexOf(status) + Number(imported);
  return same.toSorted((a, b) => worth(a) - worth(b))[0] ?? null;
}

/** An imported run has no weights to go on from. */
const isUsable = ({ imported, status }: RunRecord) =>
  !imported || status === 'finished' || status === 'diverged';

/** The comparison that is looked at; null where none is. */
export function openComparison({ view, runs }: LabState): OpenComparison | null {
  const comparison = view.kind === 'comparison' ? maybeFindComparison(view.id) : undefined;
  if (!comparison || view.kind !== 'comparison') return null;
  const wanted = armSpecs(comparison, view.size);
  const arms = comparison.arms.map(({ label }, index): OpenArm => {
    const run = runOf(wanted[index]!, runs);
    return {
      label,
      spec: wanted[index]!,
      state: run?.status ?? null,
      final: run?.final ?? null,
      run,
    };
  });
  return { comparison, size: view.size, arms };
}

export function showComparison(id: string, size: ComparisonSize = 'whole'): void {
  show({ kind: 'comparison', id, size });
}

export function comparePair(first: string, second: string): void {
  show({ kind: 'pair', runIds: [first, second] });
}

export function showBench(): void {
  show({ kind: 'bench' });
}

/** On the bench; the browser's Back leads to the page that is left by it, if it was another one. */
function show(view: View): void {
  const isFromPage = ['data', 'robustness'].includes(getLab().view.kind);
  setLab({ view });
  writeAddress(isFromPage ? 'push' : 'replace');
}

const isOver = ({ state }: ArmRun) => state === 'finished' || state === 'diverged';
const isUnderWay = ({ state }: ArmRun) => state === 'training' || state === 'queued';

export type ComparisonAction = 'Train' | 'Pause' | 'Resume' | 'Queue' | 'Done';

/** What the main button does while a comparison is looked at. A pure decision. */
export function comparisonAction(
  arms: readonly ArmRun[],
  /** Whether the worker trains, and one of these runs at that. */
  worker: { readonly isBusy: boolean; readonly isOnArm: boolean },
): ComparisonAction {
  if (arms.every(isOver)) return 'Done';
  if (worker.isOnArm) return 'Pause';
  if (worker.isBusy) return arms.every((arm) => isOver(arm) || isUnderWay(arm)) ? 'Pause' : 'Queue';
  return arms.some(({ state }) => state !== null && state !== 'finished' && state !== 'diverged')
    ? 'Resume'
    : 'Train';
}

export function actionOf(state: LabState, open: OpenComparison): ComparisonAction {
  const { active } = state;
  const isOnArm = open.arms.some(({ run }) => run !== null && run.id === active?.runId);
  return comparisonAction(open.arms, { isBusy: active !== null, isOnArm });
}

export async function pressComparison(): Promise<void> {
  const state = getLab();
  const open = openComparison(state);
  if (!open) return;
  const action = actionOf(state, open);
  if (action === 'Pause') await pause();
  else if (action !== 'Done') await trainArms(open);
}

/** Whatever arm is not through yet is trained, one after another, in the comparison's order. */
async function trainArms({ comparison, arms }: OpenComparison): Promise<void> {
  const missing = arms.filter(({ run }) => run === null).map(({ spec }) => spec);
  const key = `${comparison.id}/${new Date().toISOString()}`;
  const made = missing.length > 0 ? await createRuns(missing, key) : [];
  if (!made) return;
  const next = made.values();
  const ids = arms.map(({ run }) => run?.id ?? next.next().value!);
  const isOpen = (index: number) => !isOver(arms[index]!) && arms[index]!.state !== 'training';
  await trainInTurn(ids.filter((_, index) => isOpen(index)));
}

/** Those that wait are no longer wanted; the one that trains goes on. */
export function cancelRest(): void {
  const arms = openComparison(getLab())?.arms ?? [];
  const waiting = arms.filter(({ state }) => state === 'queued').map(({ run }) => run!);
  // What never began holds nothing worth keeping.
  deleteRunsQuietly(waiting.filter(({ step }) => step === 0).map(({ id }) => id));
  for (const { id, step } of waiting) if (step > 0) takeFromQueue(id);
}

export function canCancel({ arms }: OpenComparison): boolean {
  return arms.some(({ state }) => state === 'queued');
}
