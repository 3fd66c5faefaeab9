/** A form of options whose numbers have two ends, between which each use draws. */
import { useId, useState } from 'react';
import {
  matters,
  type IntegerOption,
  type NumberOption,
  type OptionSchema,
} from '../../core/options.ts';
import type { RangedChoice } from '../../store/augmentation.ts';
import { numberFault } from './NumberField.tsx';
import { OptionForm } from './OptionForm.tsx';
import controls from '../shell/controls.module.css';
import styles from './options.module.css';

export interface RangedFormProps {
  readonly schema: OptionSchema;
  readonly choice: RangedChoice;
  readonly onChange: (choice: RangedChoice) => void;
}

export function RangedForm({ schema, choice, onChange }: RangedFormProps) {
  const { options, to = {} } = choice;
  return (
    <div>
      {Object.entries(schema)
        .filter(([name]) => matters(schema, name, options))
        .map(([name, option]) => {
          if (option.kind === 'switch' || option.kind === 'choice') {
            return (
              <OptionForm
                key={name}
                schema={{ [name]: { ...option, when: {} } }} // asked above
                values={options}
                onChange={(_, value) =>
                  onChange({ ...choice, options: { ...options, [name]: value } })
                }
              />
            );
          }
          const from = Number(options[name] ?? option.default);
          return (
            <RangedField
              key={name}
              option={option}
              from={from}
              to={Number(to[name] ?? from)}
              onChange={(low, high) =>
                onChange({
                  ...choice,
                  options: { ...options, [name]: low },
                  to: { ...to, [name]: high },
                })
              }
            />
          );
        })}
    </div>
  );
}

interface RangedFieldProps {
  readonly option: NumberOption | IntegerOption;
  readonly from: number;
  readonly to: number;
  readonly onChange: (from: number, to: number) => void;
}

/** Two numbers on one line: `Rotation  -180 to 180 °`. */
function RangedField({ option, from, to, onChange }: RangedFieldProps) {
  const id = useId();
  const { label, help, unit } = option;
  const [faults, setFaults] = useState<Readonly<Record<'from' | 'to', string | undefined>>>({
    from: undefined,
    to: undefined,
  });
  const fault = faults.from ?? faults.to;
  const end = (which: 'from' | 'to', value: number) => (
    <End
      name={`${label}, ${which}`}
      noteId={`${id}-note`}
      option={option}
      value={value}
      onChange={(number) => (which === 'from' ? onChange(number, to) : onChange(from, number))}
      onFault={(found) => setFaults((before) => ({ ...before, [which]: found }))}
    />
  );
  return (
    <div className={styles.field} role="group" aria-label={label}>
      <div className={styles.row} title={help}>
        <span className={styles.rangeLabel}>{label}</span>
        {end('from', from)}
        <span className={styles.between}>to</span>
        {end('to', to)}
        {unit && <span className={styles.unit}>{unit}</span>}
      </div>
      {/* Help that came and went with the focus would move the buttons below from under the pointer. */}
      <p id={`${id}-note`} className={fault ? styles.fault : controls.spoken}>
        {fault ?? help}
      </p>
    </div>
  );
}

interface EndProps {
  readonly name: string;
  readonly noteId: string;
  readonly option: NumberOption | IntegerOption;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly onFault: (fault: string | undefined) => void;
}

function End({ name, noteId, option, value, onChange, onFault }: EndProps) {
  const { kind, min, max } = option;
  const whole = kind === 'integer';
  /** What stands in the field while it is not the value. */
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? String(value);

  function take(text: string): void {
    setTyped(text);
    onFault(numberFault(text, { min, max, whole }));
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number)) onChange(number);
  }

  return (
    <input
      className={styles.number}
      type="number"
      inputMode={min < 0 ? 'text' : whole ? 'numeric' : 'decimal'}
      aria-label={name}
      aria-describedby={noteId}
      aria-invalid={numberFault(shown, { min, max, whole }) !== undefined}
      step={whole ? 1 : 'any'}
      min={min}
      max={max}
      value={shown}
      style={{ width: `${Math.max(2, shown.length) + 2.5}ch` }}
      onChange={(event) => take(event.target.value)}
      onBlur={() => setTyped(null)}
    />
  );
}
