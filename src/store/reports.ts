/**
 * Progress reports on their way from the worker to the page: gathered, and passed on a few times a
 * second, so that a fast run does not keep the page busy with drawing.
 */
import type { Progress } from '../engine/engine.ts';
import { setLab } from './lab.ts';
import { showError } from './notices.ts';
import { recordPoints, setLive, patchRun } from './runRecords.ts';

const PASS_ON_EVERY_MS = 200;

export interface ReportGatherer {
  report(progress: Progress): void;
  /** Passes on what is held; later reports are dropped. */
  close(): void;
}

export function createReportGatherer(runId: string): ReportGatherer {
  let held: Progress[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function passOn(): void {
    clearTimeout(timer);
    timer = undefined;
    const newest = held.at(-1);
    if (!newest) return;
    const points = held.flatMap((progress) => progress.points);
    const predictions = held.findLast((progress) => progress.predictions)?.predictions;
    held = [];
    // One change of the state each, but one drawing: React gathers what happens in one task.
    recordPoints(runId, points);
    patchRun(runId, { step: newest.step });
    setLive(runId, {
      stepsPerSecond: newest.stepsPerSecond,
      ...(predictions ? { predictions } : {}),
    });
  }

  return {
    report(progress) {
      if (closed) return;
      if (progress.unkept) showError(progress.unkept);
      held.push(progress);
      timer ??= setTimeout(passOn, PASS_ON_EVERY_MS);
    },
    close() {
      passOn();
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Forgets what was known only while the page was open. */
export function dropLive(runId: string): void {
  setLab(({ live }) => {
    const others = Object.entries(live).filter(([id]) => id !== runId);
    return { live: Object.fromEntries(others) };
  });
}
