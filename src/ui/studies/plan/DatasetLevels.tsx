/** The datasets that a study goes over: ticked, one at least. */
import styles from './FactorsPart.module.css';
import { useDatasetChoices } from './SpecForm.tsx';

export interface DatasetLevelsProps {
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

export function DatasetLevels({ chosen, onChange }: DatasetLevelsProps) {
  const choices = useDatasetChoices(chosen[0]!);
  return (
    <span className={styles.checks}>
      {choices.map(({ value, label }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            disabled={chosen.length === 1 && chosen[0] === value}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, value] : chosen.filter((id) => id !== value))
            }
          />
          {label}
        </label>
      ))}
    </span>
  );
}
