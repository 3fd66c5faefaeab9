/** A study of this browser in the list: what it is called, what it is made of, how far it is. */
import { openStudy, type StudyListing } from '../../store/studies.ts';
import { countText } from '../../store/wording.ts';
import styles from './StudyList.module.css';

export interface StudyRowProps {
  readonly study: StudyListing;
  readonly isOpen: boolean;
}

export function StudyRow({ study, isOpen }: StudyRowProps) {
  const { id, title, arms, levels, seeds, ended, all, state } = study;
  const parts = [
    `${arms} arms`,
    ...(levels > 1 ? [`${levels} levels`] : []),
    seeds === 1 ? '1 seed' : `${seeds} seeds`,
  ];
  const isUnderWay = state !== 'finished' && all > 0;
  return (
    <li>
      <button
        type="button"
        className={styles.study}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => void openStudy(id, isUnderWay ? 'queue' : 'results')}
      >
        <b>{title}</b>
        <span>{parts.join(' × ')}</span>
        <span className={styles.state} data-state={state}>
          {isUnderWay ? `${state} · ${countText(ended)} of ${countText(all)} runs` : state}
        </span>
        {isUnderWay && (
          <progress value={ended} max={all} aria-label={`Runs of ${title} that ended`} />
        )}
      </button>
    </li>
  );
}
