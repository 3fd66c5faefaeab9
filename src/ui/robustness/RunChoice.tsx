/** Which runs take part: those that learnt the dataset that is looked at, up to eight. */
import type { CSSProperties } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useLab } from '../../store/lab.ts';
import { chooseRuns, MOST_RUNS, possibleRuns, toggleRun } from '../../store/robustnessRuns.ts';
import { runColour } from '../parts/useColours.ts';
import { systemNames } from '../runs/systemNames.ts';
import { PopoverMenu } from './PopoverMenu.tsx';
import styles from './RunChoice.module.css';
import { useRuns } from './useRuns.ts';

export function RunChoice() {
  const possible = useLab(useShallow(possibleRuns));
  const ids = useRuns().map(({ id }) => id);
  const isChosen = useLab(({ robustness }) => robustness.runIds !== null);
  const text = `${ids.length} of ${possible.length} runs`;
  return (
    <PopoverMenu label={text} name={`${text} take part`} look={styles.open} width={340}>
      {() => (
        <div className={styles.runs}>
          {possible.toReversed().map(({ id, name, colour, spec }) => (
            <label key={id} style={{ '--colour': runColour(colour) } as CSSProperties}>
              <input
                type="checkbox"
                checked={ids.includes(id)}
                disabled={ids.includes(id) ? ids.length === 1 : ids.length >= MOST_RUNS}
                onChange={() => toggleRun(id)}
              />
              <span className={styles.dot} aria-hidden />
              <b>{name}</b>
              <span className={styles.systems}>{systemNames(spec).join(' · ')}</span>
            </label>
          ))}
          <p>
            At most {MOST_RUNS}.{' '}
            {isChosen && (
              <button type="button" onClick={() => chooseRuns(null)}>
                Always the newest
              </button>
            )}
          </p>
        </div>
      )}
    </PopoverMenu>
  );
}
