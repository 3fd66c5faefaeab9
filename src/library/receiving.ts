/**
 * Bytes from one address, with as many requests as it takes: a cut connection, silence and a server's
 * own fault are tried again after growing pauses, going on where the last request ended.
 *
 * Only requests that need no leave beforehand (CORS preflight): neither raw.githubusercontent.com nor
 * the Hub's stores give it. So a `Range` has one plain span, and there is no `If-Range`: what would
 * have changed meanwhile shows in the ETag, where the server lets it be read, and in the hash.
 */
import { codeOf, LabError } from '../core/errors.ts';
import { readAnswer, type FetchFault, type Received } from './answers.ts';

export interface ReceivingSurroundings {
  readonly fetch: (url: string, request: RequestInit) => Promise<Response>;
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds, or rejects when the signal says so. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Without a byte for so long, a connection counts as broken. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 30_000;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

export interface Task {
  readonly url: string;
  readonly received: Received;
  /** Where a part of a file begins; absent: all of it is wanted. */
  readonly part?: { readonly begin: number };
  readonly around: ReceivingSurroundings;
  readonly report: (bytes: number) => void;
  readonly fault: FetchFault;
}

/** Goes on after passing faults, until the last pause is used up and nothing more has come. */
export async function receiveAll(task: Task): Promise<void> {
  const { received, around, report } = task;
  let most = received.filled;
  let mayResume = true;
  for (let attempt = 0; received.filled < received.bytes.length; attempt++) {
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
  const { url, received, around, fault } = task;
  const watch = watchSilence(around.signal, around.silenceMs ?? SILENCE_MS);
  let isAnswered = false;
  try {
    const begin = mayResume ? received.filled : 0;
    const range = rangeOf(task, begin);
    const headers = range && { Range: range };
    const answer = await around.fetch(url, {
      signal: watch.signal,
      cache: 'no-store', // else wrong bytes would come again, and all bytes be stored twice
      ...(headers && { headers }),
    });
    isAnswered = true;
    Object.assign(received, readAnswer(answer, begin, task));
    await pour(answer, task, watch.heard);
    if (received.filled < received.bytes.length) throw fault('download-cut');
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

/** @param begin the first byte that is missing; none where all of a file is asked for */
function rangeOf({ part, received }: Task, begin: number): string | undefined {
  if (part) return `bytes=${part.begin + begin}-${part.begin + received.bytes.length - 1}`;
  return begin > 0 ? `bytes=${begin}-` : undefined;
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
