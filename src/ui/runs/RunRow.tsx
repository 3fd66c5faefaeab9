/** One run of the list. */
import { Fragment, memo, useMemo, useState, type CSSProperties } from 'react';
import { comparisonTitle } from '../../store/comparisonTitle.ts';
import type { RunRecord, RunSpec } from '../../store/lab.ts';
import { differences } from '../../store/lists.ts';
import { lookThrough, toggleChecked } from '../../store/runChoice.ts';
import { countText, differsText, durationText, percentText } from '../../store/wording.ts';
import { runColour } from '../parts/useColours.ts';
import { RunActions } from './RunActions.tsx';
import { RunName } from './RunName.tsx';
import styles from './Runs.module.css';
import { systemNames } from './systemNames.ts';

export interface RunRowProps {
  readonly run: RunRecord;
  /** What it is set apart from. */
  readonly reference: RunSpec;
  readonly isSelected: boolean;
  readonly isCharted: boolean;
  readonly isChecked: boolean;
  /** In the queue, from 1; 0 where it does not wait. */
  readonly place: number;
  readonly isLast: boolean;
}

export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { run, reference, isSelected, isCharted, isChecked, place, isLast } = props;
  const [isRenaming, setRenaming] = useState(false);
  const { spec } = run;
  const differs = useMemo(() => differsText(differences(reference, spec)), [spec, reference]);
  return (
    <li
      className={styles.row}
      data-selected={isSelected}
      data-hidden={!isCharted}
      style={{ '--colour': runColour(run.colour) } as CSSProperties}
    >
      <span className={styles.mark}>
        <span className={styles.dot} aria-hidden />
        <input
          type="checkbox"
          className={styles.check}
          aria-label={`Select ${run.name}`}
          checked={isChecked}
          onChange={() => toggleChecked(run.id)}
        />
      </span>
      <div className={styles.main}>
        <RunName {...{ run, isSelected, isRenaming }} onRename={setRenaming} />
        <p className={styles.small} title={run.reason ?? undefined}>
          <span className={styles.state} data-state={run.status}>
            {run.status}
          </span>
          {progressOf(run, place)}
        </p>
      </div>
      <Score run={run} />
      <p className={`${styles.small} ${styles.differs}`}>
        {run.imported && 'imported · '}
        {isSelected ? <Systems spec={spec} /> : differs}
      </p>
      <Written run={run} isSelected={isSelected} />
      {isSelected && (
        <RunActions {...{ run, isCharted, place, isLast }} onRename={() => setRenaming(true)} />
      )}
    </li>
  );
});

/** The final score of all test images; before the end, that of those scored while training. */
function Score({ run: { final, history } }: { run: RunRecord }) {
  const accuracy = final?.testAccuracy ?? history.testAccuracy.at(-1);
  const source = final ? `on ${countText(final.testCount)} images` : 'so far, on a part of them';
  return (
    <dl className={styles.score} title={accuracy === undefined ? undefined : source}>
      <dt>Test accuracy</dt>
      <dd data-final={final !== null}>{accuracy === undefined ? '–' : percentText(accuracy)}</dd>
    </dl>
  );
}

function progressOf({ status, step, final }: RunRecord, place: number): string {
  if (final) return ` · ${durationText(final.trainedMs)}`;
  if (status === 'queued') return place === 1 ? ' · next' : place > 1 ? ` · place ${place}` : '';
  return ` · step\u00a0${countText(step)}`;
}

/** Each of them unbroken. */
function Systems({ spec }: { spec: RunSpec }) {
  return systemNames(spec).map((part, index) => (
    <Fragment key={part}>
      {index > 0 && ' · '}
      <span className={styles.whole}>{part}</span>
    </Fragment>
  ));
}

/** Tags, which find their like; and of the run that is looked at, its notes and where it belongs. */
function Written({ run, isSelected }: { run: RunRecord; isSelected: boolean }) {
  const { tags, notes, comparison } = run;
  const title = isSelected && comparison ? comparisonTitle(comparison) : undefined;
  if (tags.length === 0 && !notes && !title) return null;
  return (
    <div className={styles.written}>
      {title && <p className={styles.small}>for “{title}”</p>}
      {notes && (
        <p className={styles.notes} data-whole={isSelected}>
          {notes}
        </p>
      )}
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          className={styles.tag}
          title={`Find runs with “${tag}”`}
          onClick={() => lookThrough({ search: tag })}
        >
          {tag}
        </button>
      ))}
    </div>
  );
}
