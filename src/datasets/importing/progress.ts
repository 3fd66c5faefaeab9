/** How far a long piece of work is: told a few times a second, with a breath every few milliseconds. */
import { LabError } from '../../core/errors.ts';
import type { ProgressUnit, Reading } from './reading.ts';

export interface ReportedProgress {
  readonly what: string;
  readonly done: number;
  readonly of: number;
  readonly unit: ProgressUnit;
}

export interface ProgressSurroundings {
  /** Told a few times a second, and whenever something new is being done. */
  report(progress: ReportedProgress): void;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Lets waiting messages in: ends this task. */
  readonly breathe: () => Promise<void>;
}

/** Rejects with code `cancelled` once the signal is given. */
export type TellProgress = Reading['progress'];

const REPORT_MS = 100;
/** Work between two breaths: short beside a frame, long beside the breath itself. */
const BREATH_MS = 8;

export function createProgress({
  report,
  signal,
  now,
  breathe,
}: ProgressSurroundings): TellProgress {
  let reported = { at: -Infinity, what: '' };
  let breathedAt = now();
  return async (done, of, what, unit = 'images') => {
    const at = now();
    if (what !== reported.what || at - reported.at >= REPORT_MS) {
      reported = { at, what };
      report({ what, done, of, unit });
    }
    if (at - breathedAt >= BREATH_MS) {
      await breathe();
      breathedAt = now();
    }
    if (signal.aborted) throw cancelled();
  };
}

/** The error of work that a person ended; nobody needs to be told of it. */
export function cancelled(): LabError {
  return new LabError('cancelled', {
    found: 'that this was cancelled',
    expected: 'work that goes on to its end',
    fix: 'begin again; nothing was stored',
  });
}
