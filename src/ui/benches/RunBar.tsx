/** The only row of buttons: train, pause, resume, one step, begin again; and where it stands. */
import { ListPlus, Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { currentRun, isUnderWay, runBarView, useLab, type LabState } from '../../store/lab.ts';
import { pressMainButton } from '../../store/mainButton.ts';
import { waitingRuns } from '../../store/queue.ts';
import { canQueue, mainAction, settingsChanged, stepTarget } from '../../store/runBar.ts';
import { reset, step, train } from '../../store/training.ts';
import { countText, progressText } from '../../store/wording.ts';
import controls from '../shell/controls.module.css';
import { BarButton } from './BarButton.tsx';
import { ComparisonBar } from './ComparisonBar.tsx';
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
    isActive: state.active !== null,
    canQueue: canQueue(view, { isUnderWay: isUnderWay(state.runs, state.draft) }),
  };
}

/** @param withChanges also says that the settings changed: where the page's message is on another tab */
export function RunBar({ withChanges = false }: { withChanges?: boolean }) {
  const isComparison = useLab(({ view }) => view.kind === 'comparison');
  return isComparison ? <ComparisonBar /> : <SetUpBar withChanges={withChanges} />;
}

function SetUpBar({ withChanges }: { withChanges: boolean }) {
  const bar = useLab(useShallow(barOf));
  const second = bar.isActive
    ? { label: 'Queue', icon: ListPlus, isPossible: bar.canQueue, act: train }
    : { label: 'Step', icon: StepForward, isPossible: bar.canStep, act: step };
  return (
    <div className={styles.bar}>
      <BarButton
        className={controls.primary!}
        label={bar.label}
        icon={icons[bar.label]}
        isFilled
        isPossible={!bar.pausing && !bar.starting}
        act={pressMainButton}
      />
      <BarButton
        {...second}
        className={`${controls.button} ${styles.second}`}
        isPossible={second.isPossible && !bar.starting}
      />
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
  const waiting = waitingRuns(state).length;
  const hasStopped = shown.status === 'finished' && shown.step < shown.spec.steps;
  return (
    (hasStopped ? 'ended at ' : '') +
    progressText(shown.step, shown.spec.steps, rate) +
    (waiting > 0 ? ` · ${waiting} wait` : '')
  );
}
