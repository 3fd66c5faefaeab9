/** New runs, recorded before they are trained: id, name, colour and what they will be trained on. */
import type { EngineStatus } from '../engine/engine.ts';
import { emptyHistory } from '../training/history.ts';
import type { RunRecord } from '../training/result.ts';
import type { RunSpec } from '../training/spec.ts';
import { cardKey, loadCard } from './datasetCards.ts';
import { keepDraft } from './draft.ts';
import { trainerReady } from './engineStatus.ts';
import { labVersion } from './environment.ts';
import { getLab, setLab } from './lab.ts';
import { faultsOfSpec } from './lists.ts';
import { memorableName } from './memorableName.ts';
import { showError } from './notices.ts';
import { freeRunKey } from '../training/runKey.ts';
import { addRuns, freeColour, takenNames } from './runRecords.ts';
import { textOf } from './specText.ts';

/**
 * Records a run for each spec, all or none; null (and a notice) where one of them cannot be trained
 * or others are being made.
 */
export async function createRuns(
  specs: readonly RunSpec[],
  comparison: string | null = null,
): Promise<string[] | null> {
  if (getLab().starting) return null;
  keepDraft(); // whoever reloads while it trains finds the settings that it has
  setLab({ starting: true });
  try {
    const { status } = await trainerReady();
    const made: RunRecord[] = [];
    for (const spec of specs) {
      const datasetSha256 = await checkedDataset(spec);
      made.push({ ...(await newRecord({ spec, status, made })), datasetSha256, comparison });
    }
    await addRuns(made);
    return made.map(({ id }) => id);
  } catch (error) {
    showError(error);
    return null;
  } finally {
    setLab({ starting: false });
  }
}

/** Hash of the spec's dataset; throws what keeps the spec from being trained on it. */
async function checkedDataset(spec: RunSpec): Promise<string | null> {
  const card = await loadCard(spec.dataset, spec.seed);
  const view = getLab().cards[cardKey(spec.dataset, spec.seed)];
  if (view?.phase === 'failed') throw new Error(view.reason);
  const faults = faultsOfSpec(spec, card ?? undefined);
  if (faults.length > 0) throw new Error(faults.join(' '));
  return card?.sha256 ?? null;
}

async function newRecord(wanted: {
  spec: RunSpec;
  status: EngineStatus;
  made: readonly RunRecord[];
}): Promise<RunRecord> {
  const { spec, status, made } = wanted;
  const { runs, deletedRuns } = getLab();
  const taken = new Set([...runs, ...deletedRuns, ...made].map(({ id }) => id));
  const id = await freeRunKey(textOf(spec), status.backend, taken);
  const names = new Set([...takenNames(), ...made.map(({ name }) => name)]);
  return {
    id,
    name: memorableName(id, names),
    notes: '',
    tags: [],
    comparison: null,
    colour: freeColour([...runs, ...made]),
    spec,
    status: 'queued',
    reason: null,
    step: 0,
    history: emptyHistory(),
    final: null,
    views: [],
    createdAt: createdAfter([...runs, ...made]),
    environment: null,
    datasetSha256: null,
    app: labVersion,
    imported: false,
  };
}

/** Now; a millisecond later where runs made together would share it, for it orders the list. */
function createdAfter(runs: readonly RunRecord[]): string {
  const newest = Math.max(0, ...runs.map(({ createdAt }) => Date.parse(createdAt)));
  const now = Date.now();
  return new Date(newest >= now && newest < now + 1000 ? newest + 1 : now).toISOString();
}
