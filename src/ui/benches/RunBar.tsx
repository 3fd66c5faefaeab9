/** The only row of buttons: train, pause, resume, one step, begin again; and where it stands. */
import { Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { currentRun, runBarView, useLab, type LabState } from '../../store/lab.ts';
import { mainAction, settingsChanged, stepTarget } from '../../store/runBar.ts';
import { pressMain, reset, step } from '../../store/training.ts';
import { countText, progressText } from '../../store/wording.ts';
import controls from '../shell/controls.module.css';
import { Changed } from './Message.tsx';
import styles from './RunBar.module.css';

const icons = { Train: Play, Pause, Resume: Play };

function barOf(state: LabState) {
  const view = runBarView(state);
  return {
    label: mainAction(view).label,
    canStep: stepTarget(view) !== undefined,
    hasCurrent: view.current !== null,
    changed: settingsChanged(view),
    pausing: state.active?.pausing ?? false,
    starting: state.starting,
    failed: state.engine.phase === 'failed',
  };
}

/** @param withChanges also says that the settings changed: where the page's message is on another tab */
export function RunBar({ withChanges = false }: { withChanges?: boolean }) {
  const bar = useLab(useShallow(barOf));
  const Icon = icons[bar.label];
  return (
    <div className={styles.bar}>
      <button
        type="button"
        className={controls.primary}
        disabled={bar.pausing || bar.starting}
        onClick={() => void pressMain()}
      >
        <Icon size={16} fill="currentColor" aria-hidden />
        {bar.label}
      </button>
      <button
        type="button"
        className={controls.button}
        disabled={!bar.canStep || bar.starting}
        onClick={() => void step()}
      >
        <StepForward size={15} aria-hidden />
        Step
      </button>
      <button
        type="button"
        className={controls.button}
        disabled={!bar.hasCurrent}
        onClick={() => void reset()}
      >
        <RotateCcw size={15} aria-hidden />
        Reset
      </button>
      <Status />
      {withChanges && bar.changed && <Changed />}
    </div>
  );
}

function Status() {
  const text = useLab(statusText);
  return <p className={styles.status}>{text}</p>;
}

function statusText(state: LabState): string {
  if (state.engine.phase === 'starting') return 'starting the engine …';
  if (state.engine.phase === 'failed') return 'the engine did not start';
  if (state.starting) return 'getting ready …';
  const { active } = state;
  const shown = state.runs.find(({ id }) => id === active?.runId) ?? currentRun(state);
  if (!shown) return `step 0 of ${countText(state.draft.steps)}`;
  const rate = active ? (state.live[shown.id]?.stepsPerSecond ?? null) : null;
  return progressText(shown.step, shown.spec.steps, rate);
}
