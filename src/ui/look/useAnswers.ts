/** What every trained run makes of the subject; asked again when it or the runs' weights change. */
import { useEffect } from 'react';
import { useLab, type RunRecord } from '../../store/lab.ts';
import { askableRuns, askWarp } from '../../store/warp.ts';
import type { Subject } from './useSubject.ts';

/** The worker reads a moving run's checkpoint again after three seconds. */
export const FRESH_AFTER_MS = 3500;

/** @returns the runs that can be asked, oldest first */
export function useAnswers(subject: Subject | null): RunRecord[] {
  const runs = useLab((state) => state.runs);
  const askable = subject ? askableRuns(runs, subject.dataset) : [];
  const news = newsOf(askable);
  const dataset = subject?.dataset;
  const values = subject?.bent.values;
  useEffect(() => {
    if (!dataset || !values || !news) return;
    const ask = () => askWarp({ dataset, image: values });
    ask();
    // The weights it answered with may be those of a moment ago.
    const later = setTimeout(ask, FRESH_AFTER_MS);
    return () => clearTimeout(later);
  }, [dataset, values, news]);
  return askable;
}

/** Changes when a run has learnt enough to be asked again: a new run, a new point, a new state. */
export function newsOf(runs: readonly RunRecord[]): string {
  return runs
    .map(({ id, status, history }) => `${id}/${status}/${history.step.at(-1) ?? 0}`)
    .join(' ');
}
