/** Whether bytes are the ones that were named, before anything is read of them. */
import { LabError } from '../core/errors.ts';
import { concatBytes } from '../core/hash.ts';
import type { Integrity } from '../datasets/dataset.ts';

/** Hex, and the key under which a file is kept. */
export function hashNamed(integrity: Integrity): string {
  return 'sha256' in integrity ? integrity.sha256 : integrity.gitBlob;
}

export async function isIntact(
  bytes: Uint8Array<ArrayBuffer>,
  integrity: Integrity,
): Promise<boolean> {
  const hash =
    'sha256' in integrity
      ? await digestOf('SHA-256', bytes)
      : await digestOf('SHA-1', concatBytes([blobHead(bytes.length), bytes]));
  return hash === hashNamed(integrity);
}

/** What git puts before a file's bytes to name it. */
function blobHead(length: number): Uint8Array {
  return new TextEncoder().encode(`blob ${length}\0`);
}

async function digestOf(algorithm: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Withheld from pages that are served neither by https nor from this machine.
  if (!globalThis.crypto?.subtle) {
    throw new LabError('download-unchecked', {
      found: 'a page that is not served safely, in which the browser computes no checksums',
      expected: 'https, or a page of this machine (localhost)',
      fix: 'open the lab by https or on localhost',
    });
  }
  const digest = new Uint8Array(await crypto.subtle.digest(algorithm, bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
