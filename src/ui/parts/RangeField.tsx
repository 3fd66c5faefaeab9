/**
 * A slider with its name and its value. The bar is filled from the default to the value, so that
 * what was moved shows at a glance. A double click, or the small button, leads back to the default.
 */
import { useId, useRef, type CSSProperties } from 'react';
import { amountText, placeOf, shortUnit, stepOf } from './range.ts';
import controls from '../shell/controls.module.css';
import styles from './RangeField.module.css';
import slider from './slider.module.css';

export interface RangeFieldProps {
  readonly label: string;
  readonly kind?: 'number' | 'integer';
  readonly value: number;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit?: string | undefined;
  readonly help?: string | undefined;
  readonly onChange: (value: number) => void;
}

export function RangeField(props: RangeFieldProps) {
  const { label, kind = 'number', value, default: start, min, max, unit, help, onChange } = props;
  const id = useId();
  const [from, to] = [placeOf(start, props), placeOf(value, props)].sort((a, b) => a - b);
  const input = useRef<HTMLInputElement>(null);
  const reset = () => {
    onChange(start);
    input.current?.focus(); // the small button goes, and the keyboard would be lost with it
  };
  return (
    <div className={styles.field} title={help}>
      <label htmlFor={id}>{label}</label>
      <button
        type="button"
        className={styles.reset}
        title={`Back to ${amountText(start, unit)}`}
        hidden={value === start}
        onClick={reset}
      >
        <span aria-hidden="true">↺</span>
        {/* As text, and not "Reset": scripts find the slider by its label and the run bar by Reset. */}
        <span className={controls.spoken}>Undo {label}</span>
      </button>
      <span className={styles.value} data-moved={value !== start}>
        {amountText(value, shortUnit(unit))}
      </span>
      <input
        ref={input}
        id={id}
        className={`${slider.slider} ${styles.input}`}
        type="range"
        min={min}
        max={max}
        step={stepOf({ min, max, kind })}
        value={value}
        aria-valuetext={amountText(value, unit)}
        style={{ '--from': from, '--to': to } as CSSProperties}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        onDoubleClick={reset}
      />
    </div>
  );
}
