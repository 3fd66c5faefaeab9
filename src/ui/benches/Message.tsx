/**
 * One line under the run bar, always there so that nothing below it jumps: what became of changed
 * settings, why a run stopped, what to do next, or which run is looked at.
 */
import { currentRun, runBarView, useLab, type LabState, type RunRecord } from '../../store/lab.ts';
import { settingsChanged } from '../../store/runBar.ts';
import { restart, train } from '../../store/training.ts';
import { systemNames } from '../runs/systemNames.ts';
import controls from '../shell/controls.module.css';
import { openOverlay } from '../shell/overlay.ts';
import styles from './Message.module.css';

/** @param withChanges false where the run bar itself says that the settings changed */
export function Message({ withChanges }: { withChanges: boolean }) {
  const isChanged = useLab((state) => settingsChanged(runBarView(state)));
  const reason = useLab((state) => {
    const run = currentRun(state);
    return run?.reason ? `${run.name} ${run.status}: ${run.reason}` : null;
  });
  const next = useLab(nextOf);
  const run = useLab(currentRun);
  if (isChanged && withChanges) return <Changed />;
  if (reason) return <p className={`${styles.line} ${styles.reason}`}>{reason}</p>;
  return <p className={styles.line}>{next ? hints[next] : run && <Shown run={run} />}</p>;
}

/** Whose step, images and settings these are. */
function Shown({ run: { name, spec } }: { run: RunRecord }) {
  return (
    <>
      <b>{name}</b>: {systemNames(spec).join(' · ')}
    </>
  );
}

/** The run keeps its settings: what can be done with the new ones. */
export function Changed() {
  const isActive = useLab((state) => state.active !== null);
  return (
    <p className={`${styles.line} ${styles.changed}`}>
      <span>Settings changed: the run keeps its own.</span>
      <button type="button" className={controls.quiet} onClick={() => void restart()}>
        Restart with these settings
      </button>
      {isActive && (
        <button type="button" className={controls.quiet} onClick={() => void train()}>
          Queue them
        </button>
      )}
    </p>
  );
}

const hints = {
  train: (
    <>
      Press <b>Train</b>: a network that sees one pixel at a time, and is told where it lies, learns
      to read digits. Or{' '}
      <button type="button" className={styles.offer} onClick={() => openOverlay('tour')}>
        take the tour
      </button>
      .
    </>
  ),
  trainOther: (
    <>
      Press <b>Train</b> and watch how well it does on images it has not seen.
    </>
  ),
  compare:
    'Now change one thing in the set-up, the architecture say, and train again; or choose one of the Comparisons.',
  bend: 'Bend a test image under Warp, below, and see which model breaks first.',
};

/** The next thing that a person has not tried yet. */
function nextOf({ opened, runs, warp, draft }: LabState): keyof typeof hints | null {
  if (!opened) return null;
  const trained = runs.filter(({ step, imported }) => step > 0 && !imported);
  const isReady = draft.architecture.id === 'coordinet' && draft.dataset.id === 'typefaces';
  if (runs.length === 0) return isReady ? 'train' : 'trainOther';
  if (trained.length < 2) return trained[0]?.status === 'finished' ? 'compare' : null;
  return warp.choices.length === 0 ? 'bend' : null;
}
