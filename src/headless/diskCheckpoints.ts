/**
 * Checkpoints in a folder, a file for each run:
 *
 *   bytes 0–3   CRC-32 of the rest, little-endian
 *   the rest    the checkpoint, in Node's own serialisation
 *
 * A file that is damaged counts as none: the run begins again at its start and comes to the same end.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from '../datasets/files/crc32.ts';
import type { Checkpoint, CheckpointStore } from '../training/checkpoint.ts';
import { writeWholeFile } from './wholeFile.ts';

const HEAD_BYTES = 4;

export function createDiskCheckpoints(folder: string): CheckpointStore {
  const fileOf = (runId: string) => join(folder, `${runId}.checkpoint`);
  return {
    async read(runId) {
      const bytes = await readFile(fileOf(runId)).catch(() => undefined);
      return bytes && openCheckpoint(bytes, runId);
    },
    async write(checkpoint) {
      const body = serialize(checkpoint);
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeUInt32LE(crc32(body));
      await mkdir(folder, { recursive: true });
      await writeWholeFile(fileOf(checkpoint.runId), Buffer.concat([head, body]));
    },
    delete: (runId) => rm(fileOf(runId), { force: true }),
  };
}

function openCheckpoint(bytes: Buffer, runId: string): Checkpoint | undefined {
  const body = bytes.subarray(HEAD_BYTES);
  if (bytes.length <= HEAD_BYTES || crc32(body) !== bytes.readUInt32LE(0)) return undefined;
  const checkpoint = deserialize(body) as Checkpoint;
  return checkpoint.version === 1 && checkpoint.runId === runId ? checkpoint : undefined;
}
