/**
 * A number on one line with its label. What is typed counts at once when it is a number; anything
 * else is marked, and leaving the field brings the last number back.
 */
import { useId, useState, type CSSProperties } from 'react';
import sliderStyles from '../parts/slider.module.css';
import styles from './options.module.css';

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  readonly unit?: string | undefined;
  readonly help?: string | undefined;
  /** Also as a slider under the line, and its help always in sight. */
  readonly slider?: 'linear' | 'logarithmic' | undefined;
}

export function NumberField(props: NumberFieldProps) {
  const { label, value, onChange, min, max, whole = false, unit, help, slider } = props;
  const id = useId();
  /** What stands in the field while it is not the value. */
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? String(value);
  const fault = numberFault(shown, { min, max, whole });

  function take(text: string): void {
    setTyped(text);
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number)) onChange(number);
  }

  return (
    <div className={styles.field}>
      <div className={styles.row} title={help}>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          className={styles.number}
          type="number"
          inputMode={whole ? 'numeric' : 'decimal'}
          step={whole ? 1 : 'any'}
          min={min}
          max={max}
          value={shown}
          style={{ width: `${Math.max(3, shown.length) + 2.5}ch` }}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => take(event.target.value)}
          onBlur={() => setTyped(null)}
        />
        {unit && <span className={styles.unit}>{unit}</span>}
      </div>
      {slider && (
        <RangeInput
          {...{ min, max, whole }}
          label={`${label}, slider`}
          scale={slider}
          value={value}
          onChange={(number) => {
            setTyped(null);
            onChange(number);
          }}
        />
      )}
      <p
        id={`${id}-note`}
        className={fault ? styles.fault : slider ? styles.shownHelp : styles.help}
      >
        {fault ?? help}
      </p>
    </div>
  );
}

/** What is wrong with typed text, in words; undefined where it is a legal number. */
export function numberFault(
  text: string,
  { min, max, whole }: { min: number; max: number; whole: boolean },
): string | undefined {
  const value = Number(text);
  const legal =
    text.trim() !== '' && value >= min && value <= max && (!whole || Number.isInteger(value));
  if (legal) return undefined;
  const noun = whole ? 'A whole number' : 'A number';
  return `${noun} from ${limitText(min)} to ${limitText(max)}`;
}

/** `1,000`; a limit too small for three decimals is no 0. */
function limitText(limit: number): string {
  return limit !== 0 && Math.abs(limit) < 1e-3 ? String(limit) : limit.toLocaleString('en');
}

const POSITIONS = 200;

/** A slider whose positions are spread evenly, or by equal factors. */
function RangeInput(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  whole: boolean;
  scale: 'linear' | 'logarithmic';
  onChange: (value: number) => void;
}) {
  const { label, value, min, max, whole, scale, onChange } = props;
  // By equal factors the low end stands for the minimum itself, which may be 0.
  const low = min > 0 ? min : max / 1000;
  const isLog = scale === 'logarithmic';
  const share = isLog
    ? Math.log(Math.max(value, low) / low) / Math.log(max / low)
    : (value - min) / (max - min);
  const at = Math.min(1, Math.max(0, share));
  function valueAt(position: number): number {
    if (position === 0) return min;
    const part = position / POSITIONS;
    const exact = isLog ? low * (max / low) ** part : min + part * (max - min);
    return whole ? Math.round(exact) : Number(exact.toPrecision(2));
  }
  const current = Math.round(POSITIONS * at);
  /** On to the next value: several positions may stand for the same one, and arrow keys must not stick. */
  function valueTowards(position: number): number {
    const step = Math.sign(position - current);
    let next = position;
    while (valueAt(next) === value && next > 0 && next < POSITIONS) next += step;
    return valueAt(next);
  }
  return (
    <input
      className={sliderStyles.slider}
      style={{ '--from': 0, '--to': at } as CSSProperties}
      type="range"
      aria-label={label}
      aria-valuetext={String(value)}
      min={0}
      max={POSITIONS}
      value={current}
      onChange={(event) => onChange(valueTowards(Number(event.target.value)))}
    />
  );
}
