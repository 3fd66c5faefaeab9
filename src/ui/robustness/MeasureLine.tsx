/** Begins what takes a while, says how far it is, and ends it. */
import type { ReactNode } from 'react';
import controls from '../shell/controls.module.css';
import styles from './Figures.module.css';

export interface MeasureLineProps {
  /** What to measure: pickers. */
  readonly children: ReactNode;
  /** On the button: `Measure`. */
  readonly verb: string;
  readonly isRunning: boolean;
  /** In [0, 1]; null: it has not begun. */
  readonly done: number | null;
  /** `4 of 9` */
  readonly progress?: string | undefined;
  readonly disabled?: boolean;
  readonly onStart: () => void;
  readonly onStop: () => void;
}

export function MeasureLine(props: MeasureLineProps) {
  const { children, verb, isRunning, done, progress, disabled = false, onStart, onStop } = props;
  return (
    <div className={styles.measure}>
      {children}
      <span className={styles.space} />
      {isRunning && (
        <>
          <span role="status">{progress}</span>
          <progress aria-label="Progress" value={done ?? 0} max={1} />
        </>
      )}
      {isRunning ? (
        <button type="button" className={controls.button} onClick={onStop}>
          Cancel
        </button>
      ) : (
        <button type="button" className={controls.button} disabled={disabled} onClick={onStart}>
          {verb}
        </button>
      )}
    </div>
  );
}
