/**
 * Checkpoints in the database. One transaction replaces a run's checkpoint, so a page that dies in
 * the middle leaves the one before. The manifest is small; each parameter and slot, and each of the
 * best weights where these are kept, is a part in `chunks`, float32 little-endian.
 */
import { LabError } from '../core/errors.ts';
import { sizeOf } from '../core/shapes.ts';
import type { Checkpoint, CheckpointStore, NamedValues } from '../training/checkpoint.ts';
import { completeHistory } from '../training/history.ts';
import { bytesOf, checkParts, damaged, deleteParts, getParts, putParts, sealOf } from './chunks.ts';
import type { PartSeal } from './chunks.ts';
import { crc32 } from '../datasets/files/crc32.ts';
import { changeIn, readFrom, type LabTransaction } from './database.ts';

interface Manifest extends Omit<Checkpoint, 'parameters' | 'slots' | 'best'> {
  readonly parameters: readonly StoredValues[];
  readonly slots: readonly StoredValues[];
  /** Absent where no best weights are kept, and in earlier versions. */
  readonly best?: { readonly step: number; readonly parameters: readonly StoredValues[] };
}

interface StoredValues extends PartSeal {
  readonly name: string;
  readonly shape: readonly number[];
}

interface SealedManifest {
  readonly manifest: Manifest;
  readonly crc32: number;
}

export const checkpoints: CheckpointStore = {
  async read(runId) {
    const owner = ownerOf(runId);
    const stored = await readFrom(['checkpoints', 'chunks'], async (transaction) => {
      const sealed = await transaction.objectStore('checkpoints').get(runId);
      if (sealed === undefined) return undefined;
      const manifest = openManifest(sealed, owner);
      return { manifest, parts: await getParts(transaction, owner, valuesOf(manifest)) };
    });
    if (!stored) return undefined;
    checkParts(owner, stored.parts, valuesOf(stored.manifest));
    return restore(stored.manifest, stored.parts);
  },

  async write(checkpoint) {
    const parts = valuesOf(checkpoint).map(({ values }) => bytesOf(values));
    const manifest = sealManifest(checkpoint);
    await changeIn(['checkpoints', 'chunks'], async (transaction) => {
      await putParts(transaction, ownerOf(checkpoint.runId), parts);
      await transaction.objectStore('checkpoints').put(manifest, checkpoint.runId);
    });
  },

  delete(runId) {
    return changeIn(['checkpoints', 'chunks'], (transaction) =>
      deleteCheckpoint(transaction, runId),
    );
  },
};

/** Within a transaction over `checkpoints` and `chunks`. */
export async function deleteCheckpoint(
  transaction: LabTransaction<'readwrite'>,
  runId: string,
): Promise<void> {
  await transaction.objectStore('checkpoints').delete(runId);
  await deleteParts(transaction, ownerOf(runId));
}

/** How many runs have checkpoints, and the bytes of their weights. */
export async function checkpointRoom(): Promise<{ count: number; bytes: number }> {
  const values = await readFrom(['checkpoints'], (transaction) =>
    transaction.objectStore('checkpoints').getAll(),
  );
  const seals = values.map((value) => {
    const { manifest } = (value ?? {}) as Partial<SealedManifest>;
    return manifest?.parameters && manifest.slots ? valuesOf(manifest) : [];
  });
  const bytes = seals.flat().reduce((sum, seal) => sum + (seal.bytes || 0), 0);
  return { count: values.length, bytes };
}

function ownerOf(runId: string): string {
  return `checkpoint/${runId}`;
}

/** All values of a checkpoint, or what a manifest says of them, in the order of their parts. */
function valuesOf<Values>({ parameters, slots, best }: Valued<Values>): Values[] {
  return [...parameters, ...slots, ...(best?.parameters ?? [])];
}

interface Valued<Values> {
  readonly parameters: readonly Values[];
  readonly slots: readonly Values[];
  readonly best?: { readonly parameters: readonly Values[] } | undefined;
}

function sealManifest({ best, ...checkpoint }: Checkpoint): SealedManifest {
  const manifest: Manifest = {
    ...checkpoint,
    parameters: checkpoint.parameters.map(describe),
    slots: checkpoint.slots.map(describe),
    ...(best ? { best: { step: best.step, parameters: best.parameters.map(describe) } } : {}),
  };
  return { manifest, crc32: checksumOf(manifest) };
}

/** Over its JSON text; the database itself keeps the object, whose losses may be infinite. */
function checksumOf(manifest: unknown): number {
  return crc32(new TextEncoder().encode(JSON.stringify(manifest) ?? ''));
}

function describe({ name, shape, values }: NamedValues): StoredValues {
  return { name, shape, ...sealOf(bytesOf(values)) };
}

function openManifest(sealed: unknown, owner: string): Manifest {
  const { manifest, crc32: expected } = (sealed ?? {}) as Partial<SealedManifest>;
  if (!manifest || checksumOf(manifest) !== expected) throw damaged(owner);
  if (manifest.version !== 1) throw unknownVersion(manifest.version);
  return manifest;
}

function unknownVersion(version: unknown): LabError {
  return new LabError('checkpoint-version', {
    found: `a checkpoint of version ${String(version)}`,
    expected: 'version 1',
    fix: 'reload the page to get the newest lab, or press Train: the run begins again at its start',
  });
}

function restore(manifest: Manifest, parts: readonly Uint8Array<ArrayBuffer>[]): Checkpoint {
  const attach = (offset: number) => (stored: StoredValues, index: number) => {
    const values = new Float32Array(parts[offset + index]!.buffer);
    if (values.length !== sizeOf(stored.shape)) throw damaged(ownerOf(manifest.runId));
    return { name: stored.name, shape: stored.shape, values };
  };
  const { best, ...others } = manifest;
  const parameters = manifest.parameters.map(attach(0));
  const slots = manifest.slots.map(attach(parameters.length));
  const bestOf = attach(parameters.length + slots.length);
  return {
    ...others,
    history: completeHistory(manifest.history), // older ones lack columns
    parameters,
    slots,
    ...(best ? { best: { step: best.step, parameters: best.parameters.map(bestOf) } } : {}),
  };
}
