/**
 * Checkpoints for a worker that goes on whatever becomes of the browser's storage. What cannot be
 * stored stays in memory, as long as the worker lives or until it is deleted, and is read there.
 */
import { codeOf, LabError } from '../core/errors.ts';
import type { Checkpoint, CheckpointStore } from '../training/checkpoint.ts';
import { isStorageless } from './storageError.ts';

/** Is told once why nothing more is stored, and again only after something was stored in between. */
type Tell = (reason: LabError) => void;

export function createCheckpointsOrMemory(stored: CheckpointStore, tell: Tell): CheckpointStore {
  const held = new Map<string, Checkpoint>();
  let hasTold = false;

  function hold(checkpoint: Checkpoint, reason: LabError): void {
    held.set(checkpoint.runId, structuredClone(checkpoint)); // the run may go on in these arrays
    // The page finds out by itself, when it opens, that nothing at all can be stored.
    if (!hasTold && !isStorageless(reason)) tell(heldInMemory(reason));
    hasTold = true;
  }

  return {
    async read(runId) {
      return held.get(runId) ?? (await unlessClosed(stored.read(runId)));
    },
    async write(checkpoint) {
      try {
        await stored.write(checkpoint);
      } catch (error) {
        if (!isStorageFault(error)) throw error;
        return hold(checkpoint, error);
      }
      held.delete(checkpoint.runId);
      hasTold = false;
    },
    async delete(runId) {
      held.delete(runId);
      await unlessClosed(stored.delete(runId));
    },
  };
}

/**
 * Where the database never opens, no run has anything in it. Any other fault rejects: a run that
 * began again instead of going on would overwrite what it has.
 */
async function unlessClosed<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const opensNever = ['storage-blocked', 'storage-newer'].includes(codeOf(error) ?? '');
    if (opensNever || isStorageless(error)) return undefined;
    throw error;
  }
}

/** A value that cannot be stored is a fault of the lab, and no reason to go on. */
function isStorageFault(error: unknown): error is LabError {
  return (
    error instanceof LabError && error.code.startsWith('storage-') && error.code !== 'storage-value'
  );
}

function heldInMemory({ code, parts }: LabError): LabError {
  return new LabError(code, {
    ...parts,
    found: `${parts.found}, so what this run learns is lost when the page closes`,
  });
}
