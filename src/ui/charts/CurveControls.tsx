/** How curves are drawn: smoothing, the scale of the axis, and a second chart below. */
import { Rows2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { Choice } from '../parts/Choice.tsx';
import slider from '../parts/slider.module.css';
import controls from '../shell/controls.module.css';
import type { Scale } from './learningCurves.ts';
import styles from './LearningCurves.module.css';

const scales = [
  { value: 'linear', label: 'linear' },
  { value: 'logarithmic', label: 'log' },
] as const;

export interface CurveControlsProps {
  readonly smoothing: number;
  readonly onSmooth: (smoothing: number) => void;
  /** undefined: this view has one scale. */
  readonly scale: Scale | undefined;
  readonly onScale: (scale: Scale) => void;
  /** undefined: this view fills the card. */
  readonly isDouble: boolean | undefined;
  readonly onDouble: (isDouble: boolean) => void;
}

export function CurveControls(props: CurveControlsProps) {
  const { smoothing, onSmooth, scale, onScale, isDouble, onDouble } = props;
  return (
    <div className={styles.view}>
      <label className={styles.smoothing}>
        Smoothing
        <input
          className={slider.slider}
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={smoothing}
          style={{ '--from': 0, '--to': smoothing / 0.99 } as CSSProperties}
          onChange={(event) => onSmooth(event.target.valueAsNumber)}
        />
        <output>{smoothing === 0 ? 'off' : smoothing.toFixed(2)}</output>
      </label>
      <span className={styles.space} />
      {scale !== undefined && (
        <Choice name="Axis" value={scale} choices={scales} onChange={onScale} />
      )}
      {isDouble !== undefined && (
        <button
          type="button"
          className={controls.icon}
          aria-label="Two charts"
          aria-pressed={isDouble}
          title="Accuracy and loss, one above the other"
          onClick={() => onDouble(!isDouble)}
        >
          <Rows2 size={15} aria-hidden />
        </button>
      )}
    </div>
  );
}
