/** Which runs take part in the Robustness page, and which of them is the unit. */
import type { RunRecord } from '../training/result.ts';
import { getLab, setLab, shownImages, type LabState } from './lab.ts';
import { askableRuns } from './warp.ts';

/** More would make every figure slow, and every chart unreadable. */
export const MOST_RUNS = 8;

/** Runs that could take part: they learnt something of the dataset that is shown. Oldest first. */
export function possibleRuns(state: Pick<LabState, 'runs' | 'selectedId' | 'draft'>): RunRecord[] {
  return askableRuns(state.runs, shownImages(state as LabState).dataset);
}

/** Runs that do take part: those that were chosen, else the newest. Oldest first. */
export function runsTakingPart(state: LabState): RunRecord[] {
  const possible = possibleRuns(state);
  const { runIds } = state.robustness;
  const chosen = runIds && possible.filter(({ id }) => runIds.includes(id));
  return chosen && chosen.length > 0 ? chosen.slice(0, MOST_RUNS) : possible.slice(-MOST_RUNS);
}

/** The run whose errors are the unit; null where none takes part. */
export function baselineOf(state: LabState): RunRecord | null {
  const runs = runsTakingPart(state);
  return runs.find(({ id }) => id === state.robustness.baselineId) ?? runs[0] ?? null;
}

/** @param runIds null: the newest */
export function chooseRuns(runIds: readonly string[] | null): void {
  setLab(({ robustness }) => ({
    robustness: { ...robustness, runIds: runIds && runIds.slice(0, MOST_RUNS) },
  }));
}

/** Takes a run in or out; one always stays, and no more than eight come in. */
export function toggleRun(runId: string): void {
  const ids = runsTakingPart(getLab()).map(({ id }) => id);
  const others = ids.filter((id) => id !== runId);
  if (others.length < ids.length) {
    if (others.length > 0) chooseRuns(others);
  } else if (ids.length < MOST_RUNS) chooseRuns([...ids, runId]);
}

export const chooseBaseline = (runId: string): void =>
  setLab(({ robustness }) => ({ robustness: { ...robustness, baselineId: runId } }));
