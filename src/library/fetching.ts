/**
 * One file from a server, whole and checked, or a LabError that says what to do.
 *
 *   retry    see receiving.ts
 *   resume   what came of a file is kept when it breaks off or is cancelled; the next try asks for
 *            the rest, and starts over where the server sends all of it again
 *   check    by hash, before anyone reads a byte; a resumed file that fails is fetched once more
 */
import { codeOf, LabError } from '../core/errors.ts';
import type { RemoteFile } from '../datasets/dataset.ts';
import type { DownloadStore } from '../datasets/stored.ts';
import { fetchFaults, type Received } from './answers.ts';
import { hashNamed, isIntact } from './integrity.ts';
import { receiveAll, type ReceivingSurroundings, type Task } from './receiving.ts';

export interface FetchSurroundings extends ReceivingSurroundings {
  readonly kept: DownloadStore;
}

const LARGEST_FILE = 2 ** 30;
const SAVED_BYTES = 32 * 2 ** 20;

/**
 * @param fallback what a person may do where no server helps, for errors: `drop it on the page`
 * @param report bytes there are, of the file's
 */
export async function fetchFile(
  file: RemoteFile,
  around: FetchSurroundings,
  report: (bytes: number) => void,
  fallback: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const received = await takeUp(file, around.kept);
  const saving = createSaving(file, received, around.kept);
  const tell = (bytes: number) => {
    report(bytes);
    saving.tell(bytes);
  };
  try {
    return await fetchFromAny(file, received, around, tell, fallback);
  } finally {
    await saving.done();
    await keep(file, received, around.kept);
  }
}

/** Keeps what there is of a large file now and then: a page may be closed at any time. */
function createSaving(file: RemoteFile, received: Received, kept: DownloadStore) {
  let saved = received.filled;
  let writing: Promise<void> = Promise.resolve();
  return {
    tell(bytes: number): void {
      saved = Math.min(saved, bytes);
      if (bytes - saved < SAVED_BYTES || bytes === file.bytes) return;
      saved = bytes;
      writing = writing.then(() => keep(file, received, kept));
    },
    done: () => writing,
  };
}

async function takeUp(file: RemoteFile, kept: DownloadStore): Promise<Received> {
  expectSize(file);
  const bytes = new Uint8Array(file.bytes);
  const earlier = await kept.read(hashNamed(file.integrity)).catch(() => undefined);
  if (!earlier || earlier.bytes.length > bytes.length) {
    return { bytes, filled: 0, etag: null, isPieced: false };
  }
  bytes.set(earlier.bytes);
  return { bytes, filled: earlier.bytes.length, etag: earlier.etag, isPieced: true };
}

function expectSize({ name, bytes }: RemoteFile): void {
  if (bytes <= LARGEST_FILE) return;
  throw new LabError('download-too-large', {
    found: `${name} of ${bytes} bytes`,
    expected: `at most ${LARGEST_FILE} bytes, which is what a page can hold`,
    fix: 'choose fewer images, or a smaller dataset',
  });
}

/** Whole or in part. Whether it could be kept matters less than what became of the download. */
async function keep(file: RemoteFile, received: Received, kept: DownloadStore): Promise<void> {
  const { filled, etag } = received;
  const hash = hashNamed(file.integrity);
  const storing =
    filled > 0
      ? kept.write(hash, { bytes: received.bytes.subarray(0, filled), etag })
      : kept.delete([hash]);
  await storing.catch(() => undefined);
}

/** Tries one address after the other; where all fail, the first fault tells most. */
async function fetchFromAny(
  file: RemoteFile,
  received: Received,
  around: FetchSurroundings,
  report: (bytes: number) => void,
  fallback: string,
): Promise<Uint8Array<ArrayBuffer>> {
  let first: unknown;
  for (const url of file.urls) {
    const fault = fetchFaults({ file, url, fallback, received });
    const task: Task = { url, received, around, report, fault };
    try {
      return await fetchChecked(task, file);
    } catch (error) {
      if (codeOf(error) === 'cancelled') throw error;
      first ??= error;
    }
  }
  throw first;
}

/** @param tries how often pieces that do not fit together may be fetched anew */
async function fetchChecked(
  task: Task,
  file: RemoteFile,
  tries = 1,
): Promise<Uint8Array<ArrayBuffer>> {
  const { received, fault } = task;
  await receiveAll(task);
  if (await isIntact(received.bytes, file.integrity)) return received.bytes;
  received.filled = 0; // what is wrong is worth nothing to the next try
  if (received.isPieced && tries > 0) return fetchChecked(task, file, tries - 1);
  throw fault('download-wrong-bytes');
}
