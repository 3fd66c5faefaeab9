/**
 * One file from a server, whole and checked, or a LabError that says what to do.
 *
 *   resume   what came of a file is kept when it breaks off or is cancelled; the next try asks for
 *            the rest (`Range`), and starts over where the server sends all of it again
 *   retry    a cut connection, silence and a server's own fault are tried again after growing pauses
 *   check    by hash, before anyone reads a byte; a resumed file that fails is fetched once more
 *
 * Only requests that need no leave beforehand (CORS preflight): neither raw.githubusercontent.com nor
 * the Hub's stores give it. So a `Range` is `bytes=<begin>-` and there is no `If-Range`; what would
 * have changed meanwhile shows in the ETag, where the server lets it be read, and in the hash.
 */
import { codeOf, LabError } from '../core/errors.ts';
import type { RemoteFile } from '../datasets/dataset.ts';
import type { DownloadStore } from '../datasets/stored.ts';
import { fetchFaults, readAnswer, type FetchFault, type Received } from './answers.ts';
import { hashNamed, isIntact } from './integrity.ts';

export interface FetchSurroundings {
  readonly fetch: (url: string, request: RequestInit) => Promise<Response>;
  readonly kept: DownloadStore;
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds, or rejects when the signal says so. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Without a byte for so long, a connection counts as broken. */
  readonly silenceMs?: number;
}

const LARGEST_FILE = 2 ** 30;
const SILENCE_MS = 30_000;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

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
  try {
    return await fetchFromAny(file, received, around, report, fallback);
  } finally {
    await keep(file, received, around.kept);
  }
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
    const task: Task = { file, url, received, around, report, fault };
    try {
      return await fetchChecked(task);
    } catch (error) {
      if (codeOf(error) === 'cancelled') throw error;
      first ??= error;
    }
  }
  throw first;
}

interface Task {
  readonly file: RemoteFile;
  readonly url: string;
  readonly received: Received;
  readonly around: FetchSurroundings;
  readonly report: (bytes: number) => void;
  readonly fault: FetchFault;
}

/** @param tries how often pieces that do not fit together may be fetched anew */
async function fetchChecked(task: Task, tries = 1): Promise<Uint8Array<ArrayBuffer>> {
  const { file, received, fault } = task;
  await fetchWhole(task);
  if (await isIntact(received.bytes, file.integrity)) return received.bytes;
  received.filled = 0; // what is wrong is worth nothing to the next try
  if (received.isPieced && tries > 0) return fetchChecked(task, tries - 1);
  throw fault('download-wrong-bytes');
}

/** Goes on after passing faults, until the last pause is used up and nothing more has come. */
async function fetchWhole(task: Task): Promise<void> {
  const { file, received, around, report } = task;
  let most = received.filled;
  let mayResume = true;
  for (let attempt = 0; received.filled < file.bytes; attempt++) {
    try {
      report(received.filled);
      await receive(task, mayResume);
    } catch (error) {
      const pauseMs = pausesAfter(error)[attempt];
      if (pauseMs === undefined) throw error;
      // Some browsers ask for leave before any `Range`, which a host may refuse: then without.
      if (codeOf(error) === 'download-unreachable') mayResume = false;
      if (received.filled > most) attempt = -1;
      most = Math.max(most, received.filled);
      await around.pause(pauseMs, around.signal).catch(() => {
        throw task.fault('cancelled');
      });
    }
  }
}

/** Milliseconds, attempt by attempt; none for what will be the same next time. */
function pausesAfter(error: unknown): readonly number[] {
  const code = codeOf(error) ?? '';
  if (code === 'download-unreachable') return PAUSES_MS.slice(0, 1);
  return ['download-cut', 'download-silent', 'download-server'].includes(code) ? PAUSES_MS : [];
}

/** One request: adds what comes to what there is. */
async function receive(task: Task, mayResume: boolean): Promise<void> {
  const { file, url, received, around, fault } = task;
  const watch = watchSilence(around.signal, around.silenceMs ?? SILENCE_MS);
  let isAnswered = false;
  try {
    const begin = mayResume ? received.filled : 0;
    const headers = begin > 0 ? { Range: `bytes=${begin}-` } : undefined;
    const answer = await around.fetch(url, { signal: watch.signal, ...(headers && { headers }) });
    isAnswered = true;
    Object.assign(received, readAnswer(answer, begin, received, fault));
    await pour(answer, task, watch.heard);
    if (received.filled < file.bytes) throw fault('download-cut');
  } catch (error) {
    if (around.signal.aborted) throw fault('cancelled');
    if (watch.signal.aborted) throw fault('download-silent');
    if (error instanceof LabError) throw error;
    throw fault(
      isAnswered ? 'download-cut' : isOffline() ? 'download-offline' : 'download-unreachable',
    );
  } finally {
    watch.stop();
  }
}

/** Browsers know; Node does not say. */
const isOffline = () => globalThis.navigator?.onLine === false;

async function pour(answer: Response, task: Task, heard: () => void): Promise<void> {
  const { received, report, fault } = task;
  const reader = answer.body!.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      if (received.filled + value.length > received.bytes.length) {
        received.filled = 0;
        throw fault('download-wrong-bytes');
      }
      received.bytes.set(value, received.filled);
      received.filled += value.length;
      report(received.filled);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A signal that also speaks when nothing was heard for a while, however long it takes in all. */
function watchSilence(outer: AbortSignal, silenceMs: number) {
  const own = new AbortController();
  let timer = setTimeout(() => own.abort(), silenceMs);
  return {
    signal: AbortSignal.any([outer, own.signal]),
    heard() {
      clearTimeout(timer);
      timer = setTimeout(() => own.abort(), silenceMs);
    },
    stop: () => clearTimeout(timer),
  };
}
