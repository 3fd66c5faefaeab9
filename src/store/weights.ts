/** A run's weights out of the lab: a safetensors file that other programs open (docs/FILES.md). */
import { LabError } from '../core/errors.ts';
import { checkpoints } from '../storage/checkpoints.ts';
import { cardKey, loadCard } from './datasetCards.ts';
import { findRun, getLab, type RunRecord } from './lab.ts';
import { showError } from './notices.ts';
import { fileNameOf, saveBlob } from './saveFile.ts';

/** Saves the run's newest weights; of one that trains, those of its newest checkpoint. */
export async function saveWeights(runId: string): Promise<void> {
  const run = findRun(runId);
  if (!run) return;
  try {
    const bytes = await weightsOf(run);
    const name = `${fileNameOf(run.name)}.safetensors`;
    saveBlob(new Blob([bytes], { type: 'application/octet-stream' }), name);
  } catch (error) {
    showError(error);
  }
}

export async function weightsOf(run: RunRecord): Promise<Uint8Array<ArrayBuffer>> {
  const checkpoint = await checkpoints.read(run.id);
  if (!checkpoint) throw noWeights(run);
  const { dataset, seed } = run.spec;
  const card = await loadCard(dataset, seed);
  if (!card) {
    const view = getLab().cards[cardKey(dataset, seed)];
    throw new Error(view?.phase === 'failed' ? view.reason : `dataset ${dataset.id} is not there`);
  }
  const { weightsFile } = await import('../storage/weightsFile.ts');
  const step = run.final?.bestStep ?? checkpoint.step; // where the best were kept, they are an earlier step's
  return weightsFile({ ...checkpoint, step }, run, card);
}

function noWeights({ name }: RunRecord): LabError {
  return new LabError('no-weights', {
    found: `no weights of ${name} in this browser`,
    expected: 'a run that was trained and stored here',
    fix: 'train it again: its settings are still there',
  });
}
