/** The run bar of a comparison: its runs as one. */
import { ListPlus, Pause, Play } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import {
  actionOf,
  canCancel,
  cancelRest,
  openComparison,
  type OpenComparison,
} from '../../store/comparisons.ts';
import { useLab, type LabState } from '../../store/lab.ts';
import { pressMainButton } from '../../store/mainButton.ts';
import { repeatOverSeeds } from '../../store/studyOfComparison.ts';
import { progressText } from '../../store/wording.ts';
import controls from '../shell/controls.module.css';
import { BarButton } from './BarButton.tsx';
import styles from './RunBar.module.css';

const icons = { Train: Play, Pause, Resume: Play, Queue: ListPlus, Done: Play };

function barOf(state: LabState) {
  const open = openComparison(state);
  return {
    action: open ? actionOf(state, open) : 'Done',
    canCancel: open !== null && canCancel(open),
    status: open ? statusText(state, open) : '',
    isBusy: state.starting || (state.active?.pausing ?? false),
  } as const;
}

export function ComparisonBar() {
  const { action, canCancel, status, isBusy } = useLab(useShallow(barOf));
  return (
    <div className={styles.bar}>
      <BarButton
        className={controls.primary!}
        label={action === 'Done' ? 'Train' : action}
        icon={icons[action]}
        isFilled={action !== 'Queue'}
        isPossible={!isBusy && action !== 'Done'}
        act={pressMainButton}
      />
      <button type="button" className={controls.button} disabled={!canCancel} onClick={cancelRest}>
        Cancel the rest
      </button>
      <button
        type="button"
        className={controls.button}
        title="Plan a study of these arms: several runs of each, with a verdict"
        onClick={repeatOverSeeds}
      >
        Repeat over seeds
      </button>
      <p className={styles.status}>{status}</p>
    </div>
  );
}

function statusText(state: LabState, { arms }: OpenComparison): string {
  if (state.engine.phase === 'starting') return 'starting the engine …';
  if (state.engine.phase === 'failed') return 'the engine did not start';
  if (state.starting) return 'getting ready …';
  const over = arms.filter((arm) => arm.state === 'finished' || arm.state === 'diverged').length;
  const count = `${over} of ${arms.length} arms trained`;
  const run = arms.find((arm) => arm.state === 'training')?.run;
  if (!run) return count;
  const rate = state.live[run.id]?.stepsPerSecond ?? null;
  return `${count} · ${progressText(run.step, run.spec.steps, rate)}`;
}
