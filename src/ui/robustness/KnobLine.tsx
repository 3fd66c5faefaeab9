/** Which strength is turned, and the measuring of its curve. */
import { measureCurve, stopCurve } from '../../store/robustnessCurves.ts';
import { missingRuns } from '../../store/robustnessFigures.ts';
import { useLab } from '../../store/lab.ts';
import { RowPicker } from '../options/Picker.tsx';
import styles from './Figures.module.css';
import { MeasureLine } from './MeasureLine.tsx';
import type { ShownKnob } from './useKnob.ts';
import { useRuns } from './useRuns.ts';

export function KnobLine({ choices, choice, choose, curve, isStale }: ShownKnob) {
  const runs = useRuns();
  const missing = useLab((state) => (curve ? missingRuns(state, curve).length : 0));
  const isRunning = curve?.phase === 'running';
  const order = { kind: 'severity', knob: choice.knob } as const;
  const isRest = curve !== null && !isStale && missing > 0;
  return (
    <>
      <MeasureLine
        verb={isRest ? 'Measure the rest' : curve ? 'Measure again' : 'Measure'}
        isRunning={isRunning}
        done={curve && curve.done / curve.points.length}
        progress={curve ? `${curve.done} of ${curve.points.length}` : undefined}
        disabled={runs.length === 0}
        onStart={() => void measureCurve(order)}
        onStop={() => stopCurve(choice.key)}
      >
        <RowPicker
          label="Strength of"
          value={choice.key}
          choices={choices.map(({ key, label, group }) => ({ value: key, label, group }))}
          onChange={choose}
        />
      </MeasureLine>
      {curve && !isRunning && (isStale || curve.phase !== 'finished') && (
        <p className={styles.note} role="status">
          {curve.phase === 'failed' &&
            `It could not be measured: ${curve.reason ?? 'no run answered'}. `}
          {curve.phase === 'stopped' && 'Cancelled; what was measured is shown. '}
          {isStale && 'Measured at another setting than the present one.'}
        </p>
      )}
    </>
  );
}
