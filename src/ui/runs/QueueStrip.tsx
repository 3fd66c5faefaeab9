/** What waits, and the two buttons for all of it. Not there while nothing waits. */
import { useLab, type LabState } from '../../store/lab.ts';
import { pausedRuns, waitingRuns } from '../../store/queue.ts';
import { pauseAll, resumeAll } from '../../store/training.ts';
import controls from '../shell/controls.module.css';
import styles from './Runs.module.css';

export function QueueStrip() {
  const text = useLab(queueText);
  const isActive = useLab((state) => state.active !== null);
  const isPausing = useLab((state) => state.active?.pausing ?? false);
  if (!text) return null;
  return (
    <div className={styles.queue} role="group" aria-label="Queue">
      <p role="status">{text}</p>
      {isActive ? (
        <button
          type="button"
          className={controls.quiet}
          disabled={isPausing}
          onClick={() => void pauseAll()}
        >
          Pause all
        </button>
      ) : (
        <button type="button" className={controls.quiet} onClick={() => void resumeAll()}>
          Resume all
        </button>
      )}
    </div>
  );
}

/** Empty where there is nothing to say: one paused run has its own button. */
function queueText(state: LabState): string {
  const waiting = waitingRuns(state).length;
  const paused = pausedRuns(state).length;
  const waits = waiting === 1 ? '1 run waits' : `${waiting} runs wait`;
  const turn = waiting === 1 ? 'its turn' : 'their turn';
  if (waiting > 0 && state.active) return `${waits} for ${turn}.`;
  if (waiting > 0) return `${waits}: a pause holds the queue, too.`;
  return !state.active && paused > 1 ? `${paused} runs are paused.` : '';
}
