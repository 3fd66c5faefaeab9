/**
 * Large byte arrays in the database: cut into pieces, because one value may not exceed about
 * 127 MiB, and checked by length and CRC-32 when they are read.
 *
 *   owner  `checkpoint/<run id>` or `dataset/<id>`
 *   part   one byte array of the owner, numbered from 0
 */
import { LabError } from '../core/errors.ts';
import { crc32 } from '../datasets/files/crc32.ts';
import type { LabTransaction } from './database.ts';

const CHUNK_BYTES = 16 * 2 ** 20;

/** What an owner's manifest keeps of each part. */
export interface PartSeal {
  readonly bytes: number;
  readonly crc32: number;
}

export function sealOf(part: Uint8Array): PartSeal {
  return { bytes: part.length, crc32: crc32(part) };
}

/** The bytes of a number array, without copying. */
export function bytesOf(values: Float32Array | Uint16Array | Uint8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

export async function putParts(
  transaction: LabTransaction<'readwrite'>,
  owner: string,
  parts: readonly Uint8Array[],
): Promise<void> {
  const chunks = transaction.objectStore('chunks');
  await chunks.delete(keysOf(owner));
  for (const [part, bytes] of parts.entries()) {
    for (let index = 0; index * CHUNK_BYTES < bytes.length; index++) {
      const begin = index * CHUNK_BYTES;
      // A copy: a view would be stored with all of its buffer, and a shared buffer not at all.
      await chunks.put(bytes.slice(begin, begin + CHUNK_BYTES), [owner, part, index]);
    }
  }
}

export async function deleteParts(
  transaction: LabTransaction<'readwrite'>,
  owner: string,
): Promise<void> {
  await transaction.objectStore('chunks').delete(keysOf(owner));
}

/** All parts, in buffers of their own. Rejects when a piece is missing or altered. */
export async function getParts(
  transaction: LabTransaction<'readonly'>,
  owner: string,
  seals: readonly PartSeal[],
): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const [part, seal] of seals.entries()) {
    parts.push(await getPart(transaction, [owner, part], seal.bytes));
  }
  return parts;
}

async function getPart(
  transaction: LabTransaction<'readonly'>,
  [owner, part]: [owner: string, part: number],
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks = transaction.objectStore('chunks');
  const bytes = new Uint8Array(length);
  for (let index = 0; index * CHUNK_BYTES < length; index++) {
    const begin = index * CHUNK_BYTES;
    const chunk: unknown = await chunks.get([owner, part, index]);
    const wanted = Math.min(CHUNK_BYTES, length - begin);
    if (!(chunk instanceof Uint8Array) || chunk.length !== wanted) throw damaged(owner);
    bytes.set(chunk, begin);
  }
  return bytes;
}

/** Apart from getParts, so that no transaction waits for it. */
export function checkParts(
  owner: string,
  parts: readonly Uint8Array[],
  seals: readonly PartSeal[],
): void {
  const sound = parts.every((part, index) => crc32(part) === seals[index]?.crc32);
  if (!sound) throw damaged(owner);
}

export function damaged(owner: string): LabError {
  const checkpoint = owner.startsWith('checkpoint/');
  return new LabError(checkpoint ? 'checkpoint-damaged' : 'dataset-damaged', {
    found: `${owner} with missing or altered bytes`,
    expected: 'the bytes that were stored',
    fix: checkpoint
      ? 'press Train: the run begins again at its start'
      : 'delete it and import its files again',
  });
}

function keysOf(owner: string): IDBKeyRange {
  // An array sorts after every number, so this spans all parts and indices.
  return IDBKeyRange.bound([owner], [owner, []]);
}
