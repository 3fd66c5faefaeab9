/** How far the study is, how long it will take, and what can be done about it. */
import { Pause, Play, Square } from 'lucide-react';
import { useState, type CSSProperties } from 'react';
import { useLab } from '../../../store/lab.ts';
import { cancelStudy, pauseStudy, startStudy, type StudyWithRuns } from '../../../store/studies.ts';
import { activeLabels, type CellState } from '../../../store/studyQueueRows.ts';
import { countText, durationText } from '../../../store/wording.ts';
import { runColour } from '../../parts/useColours.ts';
import dialog from '../../runs/Dialog.module.css';
import { Dialog } from '../../runs/Dialog.tsx';
import controls from '../../shell/controls.module.css';
import { coloursOf } from '../armColours.ts';
import styles from './QueueTab.module.css';

export interface QueueBarProps {
  readonly open: StudyWithRuns;
  readonly counts: Readonly<Record<CellState, number>>;
}

export function QueueBar({ open, counts }: QueueBarProps) {
  const { id } = open.study;
  const state = useLab(({ studies }) => studies.list.find((each) => each.id === id)?.state);
  const progress = useLab(({ studies }) => studies.progress[id]);
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const lost = counts.diverged + counts.failed;
  const ended = counts.finished + lost;
  const isRunning = state === 'running here' || state === 'running in another tab';
  return (
    <>
      <div className={styles.bar}>
        <div className={styles.far}>
          <p role="status">
            <b>
              {countText(ended)} of {countText(all)} runs
            </b>{' '}
            {lost > 0 && (
              <span className={styles.trouble}>
                {[
                  ...(counts.diverged > 0 ? [`${counts.diverged} diverged`] : []),
                  ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
                ].join(', ')}{' '}
              </span>
            )}
            <span>
              · {isRunning ? leftText(progress?.msLeft ?? null) : state}
              {state === 'running in another tab' && ' · trained in another tab, watched here'}
            </span>
          </p>
          <progress value={ended} max={Math.max(1, all)} aria-label="Runs that ended" />
        </div>
        {isRunning && <PauseButton id={id} />}
        {!isRunning && ended < all && (
          <button type="button" className={controls.primary} onClick={() => void startStudy(id)}>
            <Play size={15} aria-hidden />
            {ended > 0 ? 'Resume' : 'Start'}
          </button>
        )}
        {isRunning && <CancelButton id={id} />}
      </div>
      <ActiveRuns open={open} />
    </>
  );
}

const leftText = (ms: number | null): string =>
  ms === null ? 'running' : `about ${durationText(ms)} left`;

function PauseButton({ id }: { id: string }) {
  const [isPausing, setPausing] = useState(false);
  async function pause(): Promise<void> {
    setPausing(true);
    await pauseStudy(id);
    setPausing(false);
  }
  return (
    <button
      type="button"
      className={controls.primary}
      aria-disabled={isPausing}
      onClick={() => {
        if (!isPausing) void pause();
      }}
    >
      <Pause size={15} aria-hidden />
      {isPausing ? 'Pausing …' : 'Pause'}
    </button>
  );
}

function CancelButton({ id }: { id: string }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className={controls.button} onClick={() => setAsking(true)}>
        <Square size={14} aria-hidden />
        Cancel
      </button>
      {isAsking && (
        <Dialog title="Cancel the study?" onClose={() => setAsking(false)}>
          <p>
            Runs under way are given up; those that have ended stay, and the rest can be run later.
          </p>
          <div className={dialog.buttons}>
            <button type="submit" className={controls.button}>
              Go on
            </button>
            <button type="submit" className={controls.primary} onClick={() => void cancelStudy(id)}>
              Cancel the study
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** What trains now, with its live step. */
function ActiveRuns({ open }: { open: StudyWithRuns }) {
  const { id, plan } = open.study;
  const progress = useLab(({ studies }) => studies.progress[id]);
  const colours = coloursOf(plan);
  if (!progress || progress.active.length === 0) return null;
  return (
    <ul className={styles.active} aria-label="Runs that train now">
      {activeLabels(progress).map(({ runId, arm, label, step, steps }) => (
        <li key={runId} style={{ '--colour': runColour(colours.get(arm) ?? 0) } as CSSProperties}>
          <i className={styles.dot} aria-hidden />
          <b>{arm}</b>
          <span>{label}</span>
          <progress value={step} max={steps} aria-label={`Steps of ${arm}, ${label}`} />
          <span>
            {countText(step)} / {countText(steps)}
          </span>
        </li>
      ))}
    </ul>
  );
}
