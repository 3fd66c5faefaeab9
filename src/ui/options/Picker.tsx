/** One of several by name: a native list, so that every device and script can use it. */
import { useId, type ReactNode } from 'react';
import styles from './options.module.css';

export interface PickerChoice {
  readonly value: string;
  readonly label: string;
  /** Heading under which it stands in a long list, with all others of the same one. */
  readonly group?: string;
}

export interface PickerProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly PickerChoice[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly help?: string | undefined;
}

/** With its label as a heading above: for what a section is about. */
export function SectionPicker(
  props: PickerProps & { readonly about?: ReactNode; readonly note?: ReactNode },
) {
  const { label, about, note } = props;
  const id = useId();
  return (
    <div className={styles.section}>
      <div className={styles.top}>
        <label className={styles.heading} htmlFor={id}>
          {label}
        </label>
        {about}
      </div>
      <div className={styles.box}>
        <Select {...props} id={id} />
      </div>
      {note && (
        <p id={`${id}-note`} className={styles.note}>
          {note}
        </p>
      )}
    </div>
  );
}

/** On one line with its label. */
export function RowPicker(props: PickerProps) {
  const { label, help } = props;
  const id = useId();
  return (
    <div className={styles.field}>
      <div className={styles.row} title={help}>
        <label htmlFor={id}>{label}</label>
        <span className={styles.inline}>
          <Select {...props} id={id} />
        </span>
      </div>
      <p id={`${id}-note`} className={styles.help}>
        {help}
      </p>
    </div>
  );
}

function Select({ id, value, choices, onChange, disabled }: PickerProps & { id: string }) {
  return (
    <select
      id={id}
      value={value}
      disabled={disabled}
      aria-describedby={`${id}-note`}
      onChange={(event) => onChange(event.target.value)}
    >
      {inGroups(choices).map(({ group, members }) => {
        const list = members.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ));
        if (!group) return list;
        return (
          <optgroup key={group} label={group}>
            {list}
          </optgroup>
        );
      })}
    </select>
  );
}

/** Each group once, where its first member stands; within it the order of the list. */
function inGroups(choices: readonly PickerChoice[]) {
  const groups = [...new Set(choices.map(({ group }) => group))];
  return groups.map((group) => ({
    group,
    members: choices.filter((choice) => choice.group === group),
  }));
}
