/** One option of a transform or sensor where it is turned live: a slider, a list or a box to tick. */
import { useId } from 'react';
import type { Option, OptionValue } from '../../core/options.ts';
import styles from './OptionControl.module.css';
import { RangeField } from './RangeField.tsx';

export interface OptionControlProps {
  readonly option: Option;
  readonly value: OptionValue;
  readonly onChange: (value: OptionValue) => void;
}

export function OptionControl({ option, value, onChange }: OptionControlProps) {
  const id = useId();
  const { label, help } = option;
  switch (option.kind) {
    case 'switch':
      return (
        <label className={styles.option} title={help}>
          <input
            type="checkbox"
            checked={value === true}
            onChange={({ target }) => onChange(target.checked)}
          />
          {label}
        </label>
      );
    case 'choice':
      return (
        <div className={styles.option} title={help}>
          <label htmlFor={id}>{label}</label>
          <select id={id} value={String(value)} onChange={({ target }) => onChange(target.value)}>
            {option.choices.map((each) => (
              <option key={each.value} value={each.value}>
                {each.label}
              </option>
            ))}
          </select>
        </div>
      );
    default:
      return <RangeField {...option} value={Number(value)} onChange={onChange} />;
  }
}
