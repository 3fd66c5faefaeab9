/** A form that writes itself from an option schema. */
import { useId } from 'react';
import {
  matters,
  type NumberOption,
  type Option,
  type OptionRecord,
  type OptionSchema,
  type OptionValue,
} from '../../core/options.ts';
import { NumberField } from './NumberField.tsx';
import { RowPicker } from './Picker.tsx';
import styles from './options.module.css';

export interface OptionFormProps {
  readonly schema: OptionSchema;
  /** Options that are missing have their default. */
  readonly values: OptionRecord;
  readonly onChange: (name: string, value: OptionValue) => void;
  /** Real numbers as sliders, too: where there is something to watch while they move. */
  readonly sliders?: boolean;
}

export function OptionForm({ schema, values, onChange, sliders = false }: OptionFormProps) {
  const entries = Object.entries(schema).filter(([name]) => matters(schema, name, values));
  if (entries.length === 0) return null;
  return (
    <div>
      {entries.map(([name, option]) => (
        <OptionField
          key={name}
          option={option}
          value={values[name] ?? option.default}
          onChange={(value) => onChange(name, value)}
          slider={sliders}
        />
      ))}
    </div>
  );
}

interface OptionFieldProps {
  readonly option: Option;
  readonly value: OptionValue;
  readonly onChange: (value: OptionValue) => void;
  readonly slider: boolean;
}

function OptionField({ option, value, onChange, slider }: OptionFieldProps) {
  const { label, help } = option;
  switch (option.kind) {
    case 'choice':
      return (
        <RowPicker {...{ label, help, onChange }} value={String(value)} choices={option.choices} />
      );
    case 'switch':
      return <SwitchField {...{ label, help, onChange }} value={value === true} />;
    default:
      return (
        <NumberField
          {...{ label, help, onChange }}
          value={Number(value)}
          min={option.min}
          max={option.max}
          unit={option.unit}
          whole={option.kind === 'integer'}
          slider={slider && option.kind === 'number' ? scaleOf(option) : undefined}
        />
      );
  }
}

/** A default near the low end says that small values need the room. */
function scaleOf({ scale, default: standard, min, max }: NumberOption) {
  return scale ?? (standard - min < (max - min) / 10 ? 'logarithmic' : 'linear');
}

function SwitchField(props: {
  label: string;
  help: string | undefined;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  const id = useId();
  return (
    <div className={styles.field}>
      <div className={styles.row} title={props.help}>
        <label htmlFor={id}>{props.label}</label>
        <input
          id={id}
          className={styles.switch}
          type="checkbox"
          role="switch"
          checked={props.value}
          onChange={(event) => props.onChange(event.target.checked)}
        />
      </div>
    </div>
  );
}
