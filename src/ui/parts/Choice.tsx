/** One of two or three words, side by side: a radio group drawn as a switch. */
import { useId } from 'react';
import styles from './Choice.module.css';

export interface ChoiceProps<Value extends string> {
  /** For screen readers; the words themselves explain it on the page. */
  readonly name: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

export function Choice<Value extends string>({
  name,
  value,
  choices,
  onChange,
}: ChoiceProps<Value>) {
  const group = useId();
  return (
    <div className={styles.choice} role="radiogroup" aria-label={name}>
      {choices.map((each) => (
        <label key={each.value}>
          <input
            type="radio"
            name={group}
            checked={each.value === value}
            onChange={() => onChange(each.value)}
          />
          <span>{each.label}</span>
        </label>
      ))}
    </div>
  );
}
