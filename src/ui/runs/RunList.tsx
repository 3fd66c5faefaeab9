/**
 * The rows that a person can see, and some below: with hundreds of runs the rest is drawn when it
 * comes near. Rows are memoised, so news of one run draws one row.
 */
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { chartedIds } from '../../store/chartedRuns.ts';
import { currentRun, useLab, type RunRecord } from '../../store/lab.ts';
import { waitingRuns } from '../../store/queue.ts';
import { useShallow } from 'zustand/react/shallow';
import { RunRow } from './RunRow.tsx';
import styles from './Runs.module.css';

/** Two columns' worth of rows on a large screen. */
const PAGE = 40;

export interface RunListProps {
  readonly runs: readonly RunRecord[];
  /** Which search and order these are: with another the list begins at its top again. */
  readonly of: string;
  readonly isPicking: boolean;
}

export function RunList({ runs, of, isPicking }: RunListProps) {
  const [drawn, setDrawn] = useState({ of, most: PAGE });
  const most = drawn.of === of ? drawn.most : PAGE;
  const end = useNear(() => setDrawn({ of, most: most + PAGE }));
  const charted = useLab(useShallow((state) => [...chartedIds(state)]));
  const waiting = useLab(useShallow((state) => waitingRuns(state).map(({ id }) => id)));
  const checkedIds = useLab(({ list }) => list.checkedIds);
  const selectedId = useLab((state) => state.selectedId);
  // What is typed in the set-up comes first; what rows differ in may follow a moment later.
  const reference = useDeferredValue(useLab((state) => currentRun(state)?.spec ?? state.draft));
  return (
    <>
      <ul className={styles.list} data-picking={isPicking}>
        {runs.slice(0, most).map((run) => (
          <RunRow
            key={run.id}
            run={run}
            reference={reference}
            isSelected={run.id === selectedId}
            isCharted={charted.includes(run.id)}
            isChecked={checkedIds.includes(run.id)}
            place={1 + waiting.indexOf(run.id)}
            isLast={waiting.at(-1) === run.id}
          />
        ))}
      </ul>
      {runs.length > most && (
        <p ref={end} className={styles.note}>
          {runs.length - most} more …
        </p>
      )}
    </>
  );
}

/** Calls back whenever the element comes near to what is seen. */
function useNear(onNear: () => void) {
  const element = useRef<HTMLParagraphElement>(null);
  const newest = useRef(onNear);
  useEffect(() => {
    newest.current = onNear;
  });
  useEffect(() => {
    const target = element.current;
    if (!target || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) newest.current();
    });
    observer.observe(target);
    return () => observer.disconnect();
  });
  return element;
}
