/** The run bar's actions: train, pause, resume, step, restart, reset. */
import { codeOf } from '../core/errors.ts';
import type { BackendChoice, EngineStatus } from '../engine/engine.ts';
import { checkpoints } from '../storage/checkpoints.ts';
import { emptyHistory } from '../training/history.ts';
import type { RunRecord } from '../training/result.ts';
import type { RunSpec } from '../training/spec.ts';
import { cardKey, loadCard } from './datasetCards.ts';
import { openBackend, trainerReady } from './engineStatus.ts';
import { labVersion } from './environment.ts';
import { currentRun, findRun, getLab, runBarView, setLab } from './lab.ts';
import { faultsOfSpec } from './lists.ts';
import { memorableName } from './memorableName.ts';
import { showError } from './notices.ts';
import { mainAction, stepTarget } from './runBar.ts';
import { deleteRun } from './runList.ts';
import { addRun, freeColour, takenNames } from './runRecords.ts';
import { freeRunKey } from './runKey.ts';
import { textOf } from './specText.ts';
import { pause, work } from './work.ts';

export { pause } from './work.ts';

/** What the one main button does now. */
export function pressMain(): Promise<void> {
  const action = mainAction(runBarView(getLab()));
  if (action.label === 'Pause') return pause();
  return action.label === 'Resume' ? resume(action.runId) : train();
}

/**
 * Trains the draft: the current run where it is the draft's own and open, else a new one, which
 * waits in the queue while another trains.
 */
export async function train(): Promise<void> {
  const action = mainAction(runBarView(getLab()));
  const open = action.label === 'Pause' ? null : action.runId;
  const runId = open ?? (await createRun());
  if (runId !== null) await resume(runId);
}

export async function resume(runId: string): Promise<void> {
  const run = findRun(runId);
  if (run) await begin(run, run.spec.steps);
}

async function begin(run: RunRecord, untilStep: number): Promise<void> {
  if (run.status === 'failed') {
    if (getLab().starting) return;
    await dropUnreadable(run.id);
  }
  await work(run.id, untilStep);
}

const unreadable = ['checkpoint-damaged', 'checkpoint-version'];

/** A run that failed on a checkpoint begins again at its start, as the message said that it would. */
async function dropUnreadable(runId: string): Promise<void> {
  setLab({ starting: true });
  try {
    await checkpoints.read(runId);
  } catch (error) {
    // Without storage there is nothing to drop.
    if (unreadable.includes(codeOf(error) ?? '')) await checkpoints.delete(runId).catch(showError);
  } finally {
    setLab({ starting: false });
  }
}

/** Exactly one step, of the current run or of a new one. */
export async function step(): Promise<void> {
  const target = stepTarget(runBarView(getLab()));
  if (target === undefined) return;
  const runId = target ?? (await createRun());
  const run = runId === null ? undefined : findRun(runId);
  if (run) await begin(run, Math.min(run.step + 1, run.spec.steps));
}

/** Discards the current run's progress; one that is finished stays in the list. */
export async function reset(): Promise<void> {
  const current = currentRun(getLab());
  if (!current) return;
  if (current.status === 'finished' || current.imported) setLab({ selectedId: null });
  else await deleteRun(current.id);
}

/** Gives up the current run for one with the settings as they are now. */
export async function restart(): Promise<void> {
  const current = currentRun(getLab());
  if (current) await deleteRun(current.id);
  await train();
}

/** Another backend for what is trained from now on; what trains goes on there. */
export async function chooseBackend(choice: BackendChoice): Promise<void> {
  const { active } = getLab();
  // What ends by itself instead of pausing lets the next of the queue begin.
  while (getLab().active) await pause();
  await openBackend(choice);
  const interrupted = active && findRun(active.runId)?.status === 'paused';
  if (interrupted && getLab().engine.phase === 'ready') await work(active.runId, active.untilStep);
}

/** Records a new run of the draft; null (and a notice) where the draft cannot be trained. */
async function createRun(): Promise<string | null> {
  if (getLab().starting) return null;
  setLab({ starting: true });
  try {
    const spec = getLab().draft;
    const { status } = await trainerReady();
    const card = await loadCard(spec.dataset, spec.seed);
    const view = getLab().cards[cardKey(spec.dataset, spec.seed)];
    if (view?.phase === 'failed') throw new Error(view.reason);
    const faults = faultsOfSpec(spec, card ?? undefined);
    if (faults.length > 0) throw new Error(faults.join(' '));
    const run = await newRecord(spec, status);
    addRun({ ...run, datasetSha256: card?.sha256 ?? null });
    return run.id;
  } catch (error) {
    showError(error);
    return null;
  } finally {
    setLab({ starting: false });
  }
}

async function newRecord(spec: RunSpec, status: EngineStatus): Promise<RunRecord> {
  const { runs, deletedRuns } = getLab();
  const taken = new Set([...runs, ...deletedRuns].map(({ id }) => id));
  const id = await freeRunKey(textOf(spec), status.backend, taken);
  return {
    id,
    name: memorableName(id, takenNames()),
    colour: freeColour(runs),
    spec,
    status: 'queued',
    reason: null,
    step: 0,
    history: emptyHistory(),
    final: null,
    createdAt: new Date().toISOString(),
    environment: null,
    datasetSha256: null,
    app: labVersion,
    imported: false,
  };
}
