/** A place of the arms' specs to vary or to tune, chosen from a list. */
import type { TurnablePlace } from '../../../store/studyPlanning.ts';
import styles from './FactorsPart.module.css';

interface OptionChoiceProps {
  /** What choosing does. */
  readonly name: string;
  readonly places: readonly TurnablePlace[];
  readonly onChoose: (place: TurnablePlace) => void;
}

/** Any option of any system, by the part of the set-up that it belongs to. */
export function OptionChoice({ name, places, onChoose }: OptionChoiceProps) {
  const groups = [...new Set(places.map(({ group }) => group))];
  return (
    <select
      className={styles.option}
      aria-label={name}
      value=""
      onChange={({ target }) => {
        const place = places.find(({ path }) => path === target.value);
        if (place) onChoose(place);
      }}
    >
      <option value="">+ {name} …</option>
      {groups.map((group) => (
        <optgroup key={group} label={group}>
          {places
            .filter((each) => each.group === group)
            .map(({ path, label }) => (
              <option key={path} value={path}>
                {label}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}
