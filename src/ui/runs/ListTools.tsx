/** Looking through the list: a search, an order, and ticking several runs. */
import { Search, X } from 'lucide-react';
import { useLab, type RunSort } from '../../store/lab.ts';
import { lookThrough } from '../../store/runChoice.ts';
import controls from '../shell/controls.module.css';
import styles from './Runs.module.css';

const sorts: readonly { value: RunSort; label: string }[] = [
  { value: 'newest', label: 'Newest first' },
  { value: 'accuracy', label: 'Best first' },
];

export function ListTools() {
  const search = useLab(({ list }) => list.search);
  const sort = useLab(({ list }) => list.sort);
  return (
    <div className={styles.tools}>
      <div className={styles.search}>
        <Search size={14} aria-hidden />
        <input
          type="search"
          aria-label="Search runs"
          placeholder="Search"
          title="Names, tags, notes, systems and states"
          value={search}
          onChange={(event) => lookThrough({ search: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') lookThrough({ search: '' });
          }}
        />
        {search && (
          <button
            type="button"
            className={controls.icon}
            aria-label="Clear the search"
            onClick={() => lookThrough({ search: '' })}
          >
            <X size={14} aria-hidden />
          </button>
        )}
      </div>
      <select
        className={styles.sort}
        aria-label="Order of runs"
        value={sort}
        onChange={(event) => lookThrough({ sort: event.target.value as RunSort })}
      >
        {sorts.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
