/** What the run bar's buttons do now. A pure decision, so that keys, buttons and tests agree. */
import type { RunState } from '../training/spec.ts';

export interface RunBarView {
  /** The run that the worker trains now. */
  readonly activeId: string | null;
  /** The run that is looked at. */
  readonly current: { readonly id: string; readonly status: RunState } | null;
  /** true: the draft asks for exactly what the current run is. */
  readonly draftMatches: boolean;
}

export type MainAction =
  | { readonly label: 'Pause'; readonly runId: string }
  | { readonly label: 'Resume'; readonly runId: string }
  /** null: a new run from the draft. */
  | { readonly label: 'Train'; readonly runId: string | null };

/** States from which training can go on. */
const resumable: readonly RunState[] = ['paused', 'stopped'];

export function mainAction({ activeId, current, draftMatches }: RunBarView): MainAction {
  if (activeId) return { label: 'Pause', runId: activeId };
  if (!current || !draftMatches) return { label: 'Train', runId: null };
  if (resumable.includes(current.status)) return { label: 'Resume', runId: current.id };
  // A queued run waits to be started; a failed one may be tried again from its last checkpoint.
  const startable = current.status === 'queued' || current.status === 'failed';
  return { label: 'Train', runId: startable ? current.id : null };
}

/** The run that one more step belongs to, `null` for a new one, `undefined` when none can be taken. */
export function stepTarget({
  activeId,
  current,
  draftMatches,
}: RunBarView): string | null | undefined {
  if (activeId) return undefined;
  if (!current || !draftMatches) return null;
  const open = [...resumable, 'queued', 'failed'].includes(current.status);
  return open ? current.id : undefined;
}

/** true: what is set up can be trained after what trains now, and is not on its way already. */
export function canQueue(
  { activeId }: Pick<RunBarView, 'activeId'>,
  { isUnderWay }: { isUnderWay: boolean },
): boolean {
  return activeId !== null && !isUnderWay;
}

/** true: the current run is not over, and the settings no longer are its own. */
export function settingsChanged({ current, draftMatches }: RunBarView): boolean {
  if (!current || draftMatches) return false;
  return ['queued', 'training', 'paused'].includes(current.status);
}
