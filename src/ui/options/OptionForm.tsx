/** A form that writes itself from an option schema. */
import { useId } from 'react';
import {
  matters,
  type IntegerOption,
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
  /** The number that matters most: first, a slider, too, with its help in sight. */
  readonly knob?: string | null;
  /** Whole numbers that stand for something with a name, by option: chosen by their names. */
  readonly names?: Readonly<Record<string, readonly string[]>> | undefined;
}

export function OptionForm({ schema, values, onChange, knob = null, names }: OptionFormProps) {
  const entries = Object.entries(schema)
    .filter(([name]) => matters(schema, name, values))
    .sort(([a], [b]) => Number(b === knob) - Number(a === knob));
  if (entries.length === 0) return null;
  return (
    <div>
      {entries.map(([name, option]) => (
        <OptionField
          key={name}
          option={option}
          value={values[name] ?? option.default}
          onChange={(value) => onChange(name, value)}
          isKnob={name === knob}
          names={names?.[name]}
        />
      ))}
    </div>
  );
}

interface OptionFieldProps {
  readonly option: Option;
  readonly value: OptionValue;
  readonly onChange: (value: OptionValue) => void;
  readonly isKnob: boolean;
  readonly names: readonly string[] | undefined;
}

function OptionField({ option, value, onChange, isKnob, names }: OptionFieldProps) {
  const { label, help } = option;
  if (names?.[Number(value)] !== undefined) {
    return (
      <RowPicker
        label={label}
        value={String(value)}
        choices={names.map((name, number) => ({ value: String(number), label: name }))}
        onChange={(number) => onChange(Number(number))}
      />
    );
  }
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
          slider={isKnob ? scaleOf(option) : undefined}
        />
      );
  }
}

/** A default near the low end says that small values need the room. */
function scaleOf(option: NumberOption | IntegerOption) {
  const { default: standard, min, max } = option;
  if (option.kind === 'number' && option.scale) return option.scale;
  return standard - min < (max - min) / 10 ? 'logarithmic' : 'linear';
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
