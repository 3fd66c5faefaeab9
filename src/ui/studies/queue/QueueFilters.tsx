/** Which runs of the study are listed: by arm, by level, by what became of them. */
import type { Factor } from '../../../store/studyPlanEdits.ts';
import {
  cellStates,
  everything,
  type CellState,
  type QueueFilter,
} from '../../../store/studyQueueRows.ts';
import part from '../plan/part.module.css';
import styles from './QueueTab.module.css';

export interface QueueFiltersProps {
  readonly arms: readonly string[];
  readonly factors: readonly Factor[];
  readonly counts: Readonly<Record<CellState, number>>;
  readonly filter: QueueFilter;
  readonly shown: number;
  readonly onChange: (filter: QueueFilter) => void;
}

const names: Readonly<Record<CellState, string>> = {
  training: 'Training',
  open: 'To come',
  waiting: 'Waiting for tuning',
  finished: 'Finished',
  diverged: 'Diverged',
  failed: 'Failed',
};

const ALL = '';

export function QueueFilters(props: QueueFiltersProps) {
  const { arms, factors, counts, filter, shown, onChange } = props;
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(everything);
  const states = cellStates.filter((state) => counts[state] > 0 || filter.state === state);
  function setLevel(factor: string, level: string): void {
    const others = Object.entries(filter.levels).filter(([name]) => name !== factor);
    const levels = level === ALL ? others : [...others, [factor, level]];
    onChange({ ...filter, levels: Object.fromEntries(levels) as QueueFilter['levels'] });
  }
  return (
    <div className={styles.filters} role="group" aria-label="Runs that are listed">
      <Filter
        name="Arm"
        value={filter.arm}
        all="All arms"
        choices={arms.map((arm) => ({ value: arm, label: arm }))}
        onChange={(arm) => onChange({ ...filter, arm })}
      />
      {factors.map(({ label, levels }) => (
        <Filter
          key={label}
          name={label}
          value={filter.levels[label] ?? null}
          all={`${label}: all`}
          choices={levels.map((level) => ({
            value: level.label,
            label: `${label}: ${level.label}`,
          }))}
          onChange={(level) => setLevel(label, level ?? ALL)}
        />
      ))}
      <Filter
        name="State"
        value={filter.state}
        all="All states"
        choices={states.map((state) => ({
          value: state,
          label: `${names[state]} (${counts[state]})`,
        }))}
        onChange={(state) => onChange({ ...filter, state: state as CellState | null })}
      />
      <span role="status">{shown === 1 ? '1 run' : `${shown.toLocaleString('en-GB')} runs`}</span>
      {isFiltered && (
        <button type="button" className={part.pill} onClick={() => onChange(everything)}>
          Show all
        </button>
      )}
    </div>
  );
}

interface FilterProps {
  readonly name: string;
  readonly value: string | null;
  readonly all: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | null) => void;
}

function Filter({ name, value, all, choices, onChange }: FilterProps) {
  return (
    <select
      className={part.select}
      aria-label={name}
      value={value ?? ALL}
      onChange={({ target }) => onChange(target.value === ALL ? null : target.value)}
    >
      <option value={ALL}>{all}</option>
      {choices.map((each) => (
        <option key={each.value} value={each.value}>
          {each.label}
        </option>
      ))}
    </select>
  );
}
